import { single, type Variable } from './variable.ts';

/** MODSEC_BUILD: version of this engine in ModSecurity's number form: 3.0.0, the language level it speaks. */
export const MODSEC_BUILD: Variable = single(() => '030000000');

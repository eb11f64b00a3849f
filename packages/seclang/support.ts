import { ACTIONS } from './actions/index.ts';
import { UNSUPPORTED_ACTIONS } from './compile/rule-settings.ts';
import { UNSUPPORTED_OPERATORS } from './compile/ruleset.ts';
import { UNSUPPORTED_VARIABLES } from './compile/targets.ts';
import { UNSUPPORTED, WITHOUT_EFFECT } from './directives/without-effect.ts';
import { OPERATORS } from './operators/index.ts';
import { TRANSFORMATIONS } from './transformations/index.ts';
import { VARIABLES } from './variables/index.ts';

/** Names of one kind that the engine knows, and those of ModSecurity v3's reference that it does without, with the reason. */
interface Supported {
  readonly names: readonly string[];
  readonly absent: ReadonlyMap<string, string>;
}

/** What of SecLang (ModSecurity v3 reference manual) is supported; the page of the documentation is made from it. */
export const SUPPORT: {
  readonly variables: Supported;
  readonly operators: Supported;
  readonly transformations: Supported;
  readonly actions: Supported;
  readonly directives: {
    readonly withoutEffect: ReadonlyMap<string, string>;
    readonly refused: ReadonlyMap<string, string>;
  };
} = {
  variables: { names: [...VARIABLES.keys()], absent: UNSUPPORTED_VARIABLES },
  operators: { names: [...OPERATORS.keys()], absent: UNSUPPORTED_OPERATORS },
  transformations: { names: [...TRANSFORMATIONS.keys()], absent: new Map() },
  actions: { names: [...ACTIONS.keys()], absent: UNSUPPORTED_ACTIONS },
  directives: { withoutEffect: WITHOUT_EFFECT, refused: UNSUPPORTED },
};

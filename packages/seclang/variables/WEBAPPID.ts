import { single, type Variable } from './variable.ts';

/** WEBAPPID: value of SecWebAppId. */
export const WEBAPPID: Variable = single((facts) => facts.webAppId);

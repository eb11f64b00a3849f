export { maskBody } from './body.ts';
export { maskHeader } from './fields/headers.ts';
export { maskUrlencoded } from './fields/urlencoded.ts';
export { createMasker, type Found, type Masker } from './masker.ts';
export type { MaskingRule } from './rule.ts';

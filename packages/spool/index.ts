export { SPOOL_LIMITS, type SpoolLimits } from './limits.ts';
export { Spool, type Spooled } from './spool.ts';

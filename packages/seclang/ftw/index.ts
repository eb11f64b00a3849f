export { type BackendResponse, backendResponse } from './backend.ts';
export type { Outcome } from './check.ts';
export { exchange } from './exchange.ts';
export { parseRequest } from './http.ts';
export { logLine } from './log-line.ts';
export { type Override, overridden, parseOverrides } from './overrides.ts';
export { requestBytes } from './request.ts';
export { engineSend, type FtwResult, runTest, type Send } from './run.ts';
export { type FtwTest, parseTestFile, type StageInput } from './test-file.ts';

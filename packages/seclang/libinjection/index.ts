export { detectSqli, type SqliVerdict } from './detect-sqli.ts';
export { detectXss } from './detect-xss.ts';

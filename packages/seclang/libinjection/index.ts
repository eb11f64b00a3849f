export { detectSqli } from './detect-sqli.ts';
export { detectXss } from './detect-xss.ts';

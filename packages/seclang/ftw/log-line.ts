import type { MatchedRule } from '../transaction/outcome.ts';

/** A matched rule in the form of ModSecurity's error log, which `match_regex` is written for. Control bytes as `\xhh`. */
export function logLine(rule: MatchedRule): string {
  const quoted = (name: string, value: string | number): string => `[${name} "${escaped(String(value))}"]`;
  return [
    'ModSecurity: Warning.',
    quoted('file', rule.file),
    quoted('line', rule.line),
    quoted('id', rule.id),
    quoted('msg', rule.msg),
    quoted('data', rule.data),
    quoted('severity', rule.severity),
    ...rule.tags.map((tag) => quoted('tag', tag)),
  ].join(' ');
}

function escaped(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\xff"\\]/g, (char) =>
    char === '"' || char === '\\' ? `\\${char}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

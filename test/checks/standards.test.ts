import { decoderNames } from '@haechi/formats';
import { SUPPORT as SECLANG } from '@haechi/seclang';
import { SUPPORT as SIGMA } from '@haechi/sigma';
import { expect, test } from 'vitest';

const table = (head: string, rows: Iterable<readonly [string, string]>): string =>
  [head, '|---|---|', ...[...rows].map(([name, text]) => `| \`${name}\` | ${text} |`)].join('\n');
const listed = (names: readonly string[]): string =>
  [...names]
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ');

function page(): string {
  const seclang = (['variables', 'operators', 'transformations', 'actions'] as const).map((kind) => {
    const { names, absent } = SECLANG[kind];
    const without = absent.size === 0 ? '' : `\n\n${table('| Absent | Why |', absent)}`;
    return `### ${kind[0]?.toUpperCase()}${kind.slice(1)} (${names.length})\n\n${listed(names)}${without}`;
  });
  return `# Standards support

Made from the code by \`test/checks/standards.test.ts\`; after a change run \`./haechi test standards -u\`.

## Sigma 2.1.0 (\`packages/sigma\`)

Detection rules, correlation rules and filters, several documents a file.

### Modifiers

${table('| Modifier | Meaning |', Object.entries(SIGMA.modifiers))}

### Correlation types

${listed(SIGMA.correlations)}; with \`group-by\`, \`aliases\`, \`timespan\`, \`generate\`, chains of correlations.

### Rejected

${['| What | Why |', '|---|---|', ...Object.entries(SIGMA.rejected).map(([what, why]) => `| ${what} | ${why} |`)].join('\n')}

## SecLang, ModSecurity v3 (\`packages/seclang\`)

${seclang.join('\n\n')}

### Directives that are read and do nothing

${table('| Directive | Why |', SECLANG.directives.withoutEffect)}

### Directives that are refused

${table('| Directive | Why |', SECLANG.directives.refused)}

## Log formats (\`packages/formats\`)

${listed(decoderNames())}; EVTX by \`packages/evtx\`.
`;
}

test('docs/standards-support.md is what the code says', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/standards-support.md');
});

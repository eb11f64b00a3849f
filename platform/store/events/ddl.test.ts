import { expect, test } from 'vitest';
import { ddl } from './ddl.ts';
import { TABLES } from './tables.ts';

test.each(TABLES)('the statements of $name, on one server and on a cluster', async (table) => {
  await expect(`${ddl(table).join(';\n\n')};\n`).toMatchFileSnapshot(`golden/${table.name}.sql`);
  await expect(`${ddl(table, 'main').join(';\n\n')};\n`).toMatchFileSnapshot(`golden/${table.name}.cluster.sql`);
});

test('only the engine and the names differ on a cluster', () => {
  for (const table of TABLES) {
    const [single = ''] = ddl(table);
    const [clustered = ''] = ddl(table, 'main');
    const same = (statement: string) =>
      statement.replace(/ENGINE = .*/, '').replace(/EXISTS \S+(?: ON CLUSTER main)?/, '');
    expect(same(clustered)).toBe(same(single));
  }
});

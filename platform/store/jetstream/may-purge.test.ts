import { expect, test } from 'vitest';
import { mayPurge } from './may-purge.ts';

const info = (bytes: number, replicas: { current: boolean; offline?: boolean }[] = []) =>
  ({ state: { bytes }, config: { max_bytes: 1_000 }, cluster: { replicas } }) as unknown as Parameters<
    typeof mayPurge
  >[0];

test.each([
  ['a stream that is nearly empty', info(100), false],
  ['a single server', info(300), true],
  ['a cluster that keeps up', info(300, [{ current: true }, { current: true, offline: false }]), true],
  ['a replica that catches up', info(300, [{ current: false }, { current: true }]), false],
  ['a replica that is away', info(300, [{ current: true, offline: true }]), false],
  ['a stream that is half full, whoever is away', info(600, [{ current: false, offline: true }]), true],
])('%s', (_name, shape, may) => expect(mayPurge(shape)).toBe(may));

import { LEGACY_PARTITION, partitionOf } from '../partitions/partition-of.ts';

/** What the intake stream takes: a subject for each part of the tenants, and the one from before there were parts. */
export function streamSubjects(stream: string): string[] {
  return [olderSubject(stream), `${stream}.intake.*`];
}

/** Where a tenant's batches go. */
export function subjectOf(stream: string, tenant: string): string {
  return partSubject(stream, partitionOf(tenant));
}

/** What a part is read from. */
export function partSubject(stream: string, partition: number): string {
  return partition === LEGACY_PARTITION ? olderSubject(stream) : `${stream}.intake.${partition}`;
}

/** Where batches went before there were parts. */
export function olderSubject(stream: string): string {
  return `${stream}.intake`;
}

import path from 'node:path';
import { type LiveDetection, openDetection } from '@haechi/platform/detect/live.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import { threadProcessor } from '@haechi/platform/processing/thread.ts';
import type { Base } from './base.ts';
import { brokenParserLog } from './broken-parsers.ts';
import { openInventory } from './inventory.ts';
import { type Changes, sharedChanges } from './notices.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { detectionSources } from './rule-catalog.ts';

/** What this process knows of the state beside its rows, and how it learns of changes. */
export interface Knowledge {
  readonly processor: Processor;
  readonly detection: LiveDetection;
  /** To be called after a change: it is taken up here and in the other processes. */
  readonly changes: Changes;
}

const nothing = async (): Promise<void> => undefined;

/**
 * Loads the rules, and where events are decoded all else that they are decoded and enriched with.
 *
 * @param opening ends the thread
 */
export async function openKnowledge(base: Base, opening: AsyncDisposableStack): Promise<Knowledge> {
  const { options, state, bus } = base;
  const cache = path.join(options.dataFolder, 'cache');
  const processor = opening.adopt(threadProcessor(bus.id, { ...options.addressDatabases, cache }), (thread) =>
    thread.close(),
  );
  const detection = await openDetection(
    () => detectionSources(state, cache),
    (found) => processor.load(found),
  );
  const rules = (): Promise<void> => detection.reload();
  const allowances = base.allowancesChanged;
  if (!options.roles.includes('detect')) {
    const changes = { rules, allowances, intel: nothing, parsers: nothing, inventory: nothing };
    return { processor, detection, changes: sharedChanges(base.words, changes, base.log) };
  }
  const intel = oneAfterAnother(async () => processor.know(await state.intelLists.all()));
  const tellBroken = brokenParserLog(base.log);
  const parsers = oneAfterAnother(async () => {
    const enabled = await state.parsers.enabled();
    await processor.parseBy(enabled);
    void tellBroken(enabled);
  });
  await intel();
  await parsers();
  const inventory = await openInventory(state, processor);
  return {
    processor,
    detection,
    changes: sharedChanges(base.words, { rules, intel, parsers, allowances, inventory }, base.log),
  };
}

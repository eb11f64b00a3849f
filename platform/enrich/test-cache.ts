import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** A cache folder that all tests share, so that each does not read half a million ranges anew. */
export const TEST_CACHE = path.join(tmpdir(), `haechi-test-cache-${userInfo().uid}`);

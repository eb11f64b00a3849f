import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type ParsedRequest, parseRequest } from './http.ts';

/** A request of the corpus that the engine can be given. */
export interface CorpusRequest {
  readonly name: string;
  readonly kind: 'attack' | 'normal';
  readonly request: ParsedRequest;
}

/** Path of the corpus's HTTP requests; `undefined` where there are none. */
export function requestsArchive(): string | undefined {
  const corpus = process.env['HAECHI_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus');
  const path = join(corpus, 'http-requests.zip');
  return existsSync(path) ? path : undefined;
}

/** Reads the archive, in order of names; what is no HTTP/1 request is left out. */
export function corpusRequests(path: string): CorpusRequest[] {
  return Object.entries(unzipSync(readFileSync(path)))
    .filter(([name]) => name.endsWith('.http'))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, bytes]): CorpusRequest[] => {
      const request = parseRequest(Buffer.from(bytes));
      if (typeof request === 'number') return [];
      return [{ name, kind: name.startsWith('attack/') ? 'attack' : 'normal', request }];
    });
}

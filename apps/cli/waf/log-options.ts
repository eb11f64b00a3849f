import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { maskingRules, readMaskingRules } from '@haechi/content';
import { HaechiError } from '@haechi/event';
import { hecTarget } from '@haechi/hec';
import type { ExchangeLogOptions } from '@haechi/waf/log/exchange-log.ts';
import { type Command, Option } from 'commander';
import { collect } from '../options.ts';

/** Options of the log of whole exchanges. */
export interface LogOptions {
  readonly logTo?: string;
  readonly logTokenFile?: string;
  readonly logSpool?: string;
  readonly logSpoolBytes: number;
  readonly logBody: number;
  readonly logWhat: 'all' | 'matched';
  readonly logMask: string[];
  readonly platform?: string;
  readonly platformTokenFile?: string;
  readonly site?: string;
}

const DEFAULT_BODY = 65_536;
const DEFAULT_SPOOL = 2 * 1024 ** 3;
/** A HEC collector takes events of 1 MB; both bodies and the headers have to fit. */
const MOST_BODY = 400_000;

/** Adds the options to the command. */
export function withLogOptions(command: Command): Command {
  return command
    .option('--log-to <url>', 'HEC collector to which every exchange goes with its bodies, masked')
    .option('--log-token-file <file>', 'file that holds its token')
    .option('--log-body <bytes>', `bytes logged of each body, up to ${MOST_BODY}`, bytes(MOST_BODY), DEFAULT_BODY)
    .addOption(new Option('--log-what <which>', 'which exchanges').choices(['all', 'matched']).default('all'))
    .option('--log-mask <file>', 'further masking rules, before our own; may be repeated', collect, [])
    .option('--log-spool <folder>', 'where events wait until they are delivered')
    .option('--log-spool-bytes <bytes>', 'most that waits there', bytes(Number.MAX_SAFE_INTEGER), DEFAULT_SPOOL);
}

/** @throws HaechiError `usage`, `file_unreadable`, `hec_url_invalid`, `hec_token_invalid`, `masking_file_invalid` */
export function exchangeLogOf(
  options: LogOptions,
  listen: string,
  slot: number,
  slots: number,
): ExchangeLogOptions | undefined {
  const logTo = options.logTo ?? options.platform;
  const logTokenFile = options.logTokenFile ?? (options.logTo === undefined ? options.platformTokenFile : undefined);
  if (logTo === undefined && logTokenFile === undefined) return undefined;
  if (logTo === undefined || logTokenFile === undefined)
    throw new HaechiError('usage', { what: '--log-to and --log-token-file belong together', remedy: 'give both' });
  return {
    target: hecTarget(logTo, tokenIn(logTokenFile)),
    ...(options.site === undefined ? {} : { site: options.site }),
    folder: options.logSpool ?? wafStateFolder(listen),
    slot,
    slots,
    bodyLimit: options.logBody,
    spoolBytes: options.logSpoolBytes,
    what: options.logWhat,
    masking: [...options.logMask.flatMap(readMaskingRules), ...maskingRules()],
  };
}

/** Where a WAF keeps what outlives it. @param listen as on the command line: two WAFs never share it */
export function wafStateFolder(listen: string): string {
  const state = process.env['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state');
  return path.join(state, 'haechi', 'waf', listen.replaceAll(/[^\w.-]+/g, '_'));
}

/** @throws HaechiError `file_unreadable` */
export function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new HaechiError('file_unreadable', {
      what: 'the token file cannot be read',
      where: file,
      remedy: 'put the token alone into the file and let this user read it',
      cause,
    });
  }
}

function bytes(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
    throw new HaechiError('usage', { what: `a number of bytes is wanted, up to ${most}`, where: text });
  };
}

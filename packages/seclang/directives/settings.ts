import type { EngineSettings } from '../compile/settings.ts';
import { RuleRefusal } from '../errors.ts';
import { BODY_BYTES_CEILING } from '../limits.ts';
import { RegexRefusal } from '../regex/ast.ts';
import { compileRegex } from '../regex/compile.ts';
import type { Directive } from './directive.ts';

/** Directives that set one value of the engine. */
export const SETTING_DIRECTIVES: Readonly<Record<string, Directive>> = {
  secruleengine: setting('ruleEngine', (word) => oneOf(word, ['On', 'Off', 'DetectionOnly'] as const)),
  secrequestbodyaccess: setting('requestBodyAccess', isOn),
  secrequestbodylimit: setting('requestBodyLimit', (word) => wholeNumber(word, BODY_BYTES_CEILING)),
  secrequestbodynofileslimit: setting('requestBodyNoFilesLimit', (word) => wholeNumber(word, BODY_BYTES_CEILING)),
  secrequestbodylimitaction: setting('requestBodyLimitAction', (word) =>
    oneOf(word, ['Reject', 'ProcessPartial'] as const),
  ),
  secrequestbodyjsondepthlimit: setting('requestBodyJsonDepthLimit', (word) => wholeNumber(word, 10_000)),
  secargumentslimit: setting('argumentsLimit', (word) => wholeNumber(word, 1_000_000)),
  secargumentseparator: setting('argumentSeparator', (word) => {
    if (word.length !== 1) throw new RuleRefusal('bad_argument', 'SecArgumentSeparator takes one character');
    return word;
  }),
  secresponsebodyaccess: setting('responseBodyAccess', isOn),
  secresponsebodylimit: setting('responseBodyLimit', (word) => wholeNumber(word, BODY_BYTES_CEILING)),
  secresponsebodylimitaction: setting('responseBodyLimitAction', (word) =>
    oneOf(word, ['Reject', 'ProcessPartial'] as const),
  ),
  secresponsebodymimetype: {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    apply({ settings }, words) {
      const types = words.flatMap((word) => word.toLowerCase().split(/\s+/));
      settings.responseBodyMimeTypes = [...new Set([...settings.responseBodyMimeTypes, ...types])];
    },
  },
  secresponsebodymimetypesclear: {
    least: 0,
    most: 0,
    apply({ settings }) {
      settings.responseBodyMimeTypes = [];
    },
  },
  secauditengine: setting('auditEngine', (word) => oneOf(word, ['On', 'Off', 'RelevantOnly'] as const)),
  secauditlogrelevantstatus: setting('auditRelevantStatus', (word) => {
    try {
      compileRegex(word);
      return word;
    } catch (error) {
      if (error instanceof RegexRefusal) throw new RuleRefusal('bad_argument', `regular expression: ${error.message}`);
      throw error;
    }
  }),
  secauditlogparts: setting('auditLogParts', (word) => {
    if (!/^[A-KZ]+$/i.test(word))
      throw new RuleRefusal('bad_argument', `'${word}' is not a list of parts A to K and Z`);
    return word.toUpperCase();
  }),
  seccollectiontimeout: setting('collectionTimeoutSeconds', (word) => wholeNumber(word, 2_592_000)),
  secwebappid: setting('webAppId', (word) => word),
  seccomponentsignature: {
    least: 1,
    most: 1,
    apply({ settings }, [signature]) {
      settings.componentSignatures = [...settings.componentSignatures, signature!];
    },
  },
};

function setting<Key extends keyof EngineSettings>(key: Key, read: (word: string) => EngineSettings[Key]): Directive {
  return {
    least: 1,
    most: 1,
    apply({ settings }, [word]) {
      settings[key] = read(word!);
    },
  };
}

function isOn(word: string): boolean {
  return oneOf(word, ['On', 'Off'] as const) === 'On';
}

function oneOf<Word extends string>(value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new RuleRefusal('bad_argument', `'${value}' is not one of ${words.join(', ')}`);
  return found;
}

function wholeNumber(word: string, ceiling: number): number {
  const value = /^[0-9]{1,12}$/.test(word) ? Number(word) : Number.NaN;
  if (!(value <= ceiling)) throw new RuleRefusal('bad_argument', `'${word}' is not a whole number up to ${ceiling}`);
  return value;
}

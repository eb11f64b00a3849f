import { beginsWith } from './beginsWith.ts';
import { contains } from './contains.ts';
import { containsWord } from './containsWord.ts';
import { detectSQLi } from './detectSQLi.ts';
import { detectXSS } from './detectXSS.ts';
import { endsWith } from './endsWith.ts';
import { eq } from './eq.ts';
import { ge } from './ge.ts';
import { gt } from './gt.ts';
import { ipMatch } from './ipMatch.ts';
import { ipMatchFromFile } from './ipMatchFromFile.ts';
import { le } from './le.ts';
import { lt } from './lt.ts';
import { noMatch } from './noMatch.ts';
import type { Operator } from './operator.ts';
import { pm } from './pm.ts';
import { pmFromFile } from './pmFromFile.ts';
import { rx } from './rx.ts';
import { streq } from './streq.ts';
import { strmatch } from './strmatch.ts';
import { unconditionalMatch } from './unconditionalMatch.ts';
import { validateByteRange } from './validateByteRange.ts';
import { validateUrlEncoding } from './validateUrlEncoding.ts';
import { validateUtf8Encoding } from './validateUtf8Encoding.ts';
import { verifyCC } from './verifyCC.ts';
import { verifyCPF } from './verifyCPF.ts';
import { verifySSN } from './verifySSN.ts';
import { verifySVNR } from './verifySVNR.ts';
import { within } from './within.ts';

/** Every operator under its SecLang name in lower case, aliases included. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    beginswith: beginsWith,
    contains,
    containsword: containsWord,
    detectsqli: detectSQLi,
    detectxss: detectXSS,
    endswith: endsWith,
    eq,
    ge,
    gt,
    ipmatch: ipMatch,
    ipmatchfromfile: ipMatchFromFile,
    le,
    lt,
    nomatch: noMatch,
    pm,
    pmfromfile: pmFromFile,
    rx,
    streq,
    strmatch,
    unconditionalmatch: unconditionalMatch,
    validatebyterange: validateByteRange,
    validateurlencoding: validateUrlEncoding,
    validateutf8encoding: validateUtf8Encoding,
    verifycc: verifyCC,
    verifycpf: verifyCPF,
    verifyssn: verifySSN,
    verifysvnr: verifySVNR,
    within,
    ipmatchf: ipMatchFromFile,
    pmf: pmFromFile,
  }),
);

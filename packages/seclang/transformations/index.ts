import { base64Decode } from './base64Decode.ts';
import { base64DecodeExt } from './base64DecodeExt.ts';
import { base64Encode } from './base64Encode.ts';
import { cmdLine } from './cmdLine.ts';
import { compressWhitespace } from './compressWhitespace.ts';
import { cssDecode } from './cssDecode.ts';
import { escapeSeqDecode } from './escapeSeqDecode.ts';
import { hexDecode } from './hexDecode.ts';
import { hexEncode } from './hexEncode.ts';
import { htmlEntityDecode } from './htmlEntityDecode.ts';
import { jsDecode } from './jsDecode.ts';
import { length } from './length.ts';
import { lowercase } from './lowercase.ts';
import { md5 } from './md5.ts';
import { normalizePath } from './normalizePath.ts';
import { normalizePathWin } from './normalizePathWin.ts';
import { parityEven7bit } from './parityEven7bit.ts';
import { parityOdd7bit } from './parityOdd7bit.ts';
import { parityZero7bit } from './parityZero7bit.ts';
import { removeComments } from './removeComments.ts';
import { removeCommentsChar } from './removeCommentsChar.ts';
import { removeNulls } from './removeNulls.ts';
import { removeWhitespace } from './removeWhitespace.ts';
import { replaceComments } from './replaceComments.ts';
import { replaceNulls } from './replaceNulls.ts';
import { sha1 } from './sha1.ts';
import { sqlHexDecode } from './sqlHexDecode.ts';
import { trim } from './trim.ts';
import { trimLeft } from './trimLeft.ts';
import { trimRight } from './trimRight.ts';
import { uppercase } from './uppercase.ts';
import { urlDecode } from './urlDecode.ts';
import { urlDecodeUni } from './urlDecodeUni.ts';
import { urlEncode } from './urlEncode.ts';
import { utf8toUnicode } from './utf8toUnicode.ts';

/** A pure function from value to value, both strings of bytes. Answers its argument where nothing changes. */
export type Transformation = (value: string) => string;

/** Every transformation under its SecLang name in lower case, British spellings included. */
export const TRANSFORMATIONS: ReadonlyMap<string, Transformation> = new Map(
  Object.entries({
    base64decode: base64Decode,
    base64decodeext: base64DecodeExt,
    base64encode: base64Encode,
    cmdline: cmdLine,
    compresswhitespace: compressWhitespace,
    cssdecode: cssDecode,
    escapeseqdecode: escapeSeqDecode,
    hexdecode: hexDecode,
    hexencode: hexEncode,
    htmlentitydecode: htmlEntityDecode,
    jsdecode: jsDecode,
    length,
    lowercase,
    md5,
    normalizepath: normalizePath,
    normalizepathwin: normalizePathWin,
    parityeven7bit: parityEven7bit,
    parityodd7bit: parityOdd7bit,
    parityzero7bit: parityZero7bit,
    removecomments: removeComments,
    removecommentschar: removeCommentsChar,
    removenulls: removeNulls,
    removewhitespace: removeWhitespace,
    replacecomments: replaceComments,
    replacenulls: replaceNulls,
    sha1,
    sqlhexdecode: sqlHexDecode,
    trim,
    trimleft: trimLeft,
    trimright: trimRight,
    uppercase,
    urldecode: urlDecode,
    urldecodeuni: urlDecodeUni,
    urlencode: urlEncode,
    utf8tounicode: utf8toUnicode,
    normalisepath: normalizePath,
    normalisepathwin: normalizePathWin,
  }),
);

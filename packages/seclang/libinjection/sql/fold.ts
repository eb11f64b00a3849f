import { merged } from './merge.ts';
import { isArithmetic, isUnary, isWord, retyped, type Token } from './token.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Tokens of a fingerprint at the most. */
const TOKENS = 5;

/** Barewords that are functions where a parenthesis follows. */
const CALLED = [
  'USER_ID',
  'USER_NAME',
  'DATABASE',
  'PASSWORD',
  'USER',
  'CURRENT_USER',
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIMESTAMP',
];

/** What to do after a step: fold again from `left`, or take `left` as settled and go on. */
const AGAIN = true;

/**
 * Reads tokens and folds what does not change the meaning (`1+1` is a number, `a.b` a name, `(` twice is once) until at
 * most five are left: the value's shape.
 */
export function fold(tokenizer: Tokenizer): Token[] {
  return new Folder(tokenizer).run();
}

class Folder {
  readonly #tokenizer: Tokenizer;
  #tokens: Token[] = [];
  #left = 0;
  #more = true;
  #lastComment: Token | undefined;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  run(): Token[] {
    if (!this.#begin()) return [];
    for (;;) {
      this.#foldFive();
      if (!this.#more || this.#left >= TOKENS) {
        this.#left = this.#tokens.length;
        break;
      }
      this.#read(2);
      if (this.#tokens.length - this.#left < 2) {
        this.#left = this.#tokens.length;
        continue;
      }
      const two = this.#foldTwo();
      if (two === 'evil') return this.#tokens.slice(0, this.#left + 2);
      if (two) continue;
      this.#read(3);
      if (this.#tokens.length - this.#left < 3) {
        this.#left = this.#tokens.length;
        continue;
      }
      if (!this.#foldThree()) this.#left++;
    }
    const found = this.#tokens.slice(0, this.#left);
    if (found.length < TOKENS && this.#lastComment !== undefined) found.push(this.#lastComment);
    return found.slice(0, TOKENS);
  }

  /** Passes over what may stand before any expression; answers whether anything else came. */
  #begin(): boolean {
    for (;;) {
      const first = this.#tokenizer.next();
      if (first === undefined) return false;
      if (first.type === 'c' || first.type === '(' || first.type === 't' || isUnary(first)) continue;
      this.#tokens.push(first);
      return true;
    }
  }

  /** Reads until there are `wanted` tokens from `left` on, six in all at the most. A comment counts only at the end. */
  #read(wanted: number): void {
    while (this.#more && this.#tokens.length <= TOKENS && this.#tokens.length - this.#left < wanted) {
      const next = this.#tokenizer.next();
      if (next === undefined) this.#more = false;
      else if (next.type === 'c') this.#lastComment = next;
      else {
        this.#lastComment = undefined;
        this.#tokens.push(next);
      }
    }
  }

  /** Ordinary arithmetic and lists that would fill all five places. */
  #foldFive(): void {
    if (this.#tokens.length < TOKENS) return;
    const shape = this.#shape(0, TOKENS);
    if (!/^(?:1[o,]\(1\)|no\([n1]\)|1\),\(1|n\)o\(n)$/.test(shape)) return;
    const sixth = this.#tokens[TOKENS];
    this.#tokens = sixth === undefined ? this.#tokens.slice(0, 1) : [this.#tokens[0] as Token, sixth];
    this.#left = 0;
  }

  #foldTwo(): boolean | 'evil' {
    const left = this.#left;
    const first = this.#tokens[left] as Token;
    const second = this.#tokens[left + 1] as Token;
    const shape = first.type + second.type;
    if (shape === 'ss' || shape === ';;') return this.#drop(1, left);
    if ((first.type === 'o' || first.type === '&') && (isUnary(second) || second.type === 't')) return this.#drop(1, 0);
    if (first.type === '(' && isUnary(second)) return this.#drop(1, Math.max(0, left - 1));
    const joined = merged(first, second);
    if (joined !== undefined) {
      this.#tokens[left] = joined;
      return this.#drop(1, Math.max(0, left - 1));
    }
    // After a semicolon IF is the statement of Transact-SQL.
    if (shape === ';f' && /^if/i.test(second.value)) return this.#retype(left + 1, 'T');
    if ((first.type === 'n' || first.type === 'v') && second.type === '(' && isWord(first, ...CALLED))
      return this.#retype(left, 'f');
    if (first.type === 'k' && isWord(first, 'IN', 'NOT IN')) return this.#retype(left, second.type === '(' ? 'o' : 'n');
    if (first.type === 'o' && isWord(first, 'LIKE', 'NOT LIKE')) {
      if (second.type === '(') this.#retype(left, 'f');
      return false;
    }
    if (first.type === 't' && 'n1t(fvs'.includes(second.type)) return this.#replace(left, 0);
    if (first.type === 'A' && second.type === 'n') {
      if (second.value.includes('_')) {
        this.#retype(left + 1, 't');
        this.#left = 0;
      }
      return false;
    }
    if (first.type === '\\') {
      if (!isArithmetic(second)) return this.#replace(left, 0);
      this.#left = 0;
      return this.#retype(left, '1');
    }
    if (shape === '((' || shape === '))') return this.#drop(1, 0);
    if (shape === '{n') {
      if (second.value !== '') return this.#drop(2, 0);
      this.#retype(left + 1, 'X');
      return 'evil';
    }
    return second.type === '}' ? this.#drop(1, 0) : false;
  }

  #foldThree(): boolean {
    const left = this.#left;
    const [first, second, third] = this.#tokens.slice(left, left + 3) as [Token, Token, Token];
    const [a, b, c] = [first.type, second.type, third.type];
    if (a === '1' && b === 'o' && c === '1') return this.#drop(2, 0);
    if (a === 'o' && b !== '(' && c === 'o') return this.#drop(2, 0);
    if (a === '&' && c === '&') return this.#drop(2, 0);
    if (a === 'v' && b === 'o' && 'v1n'.includes(c)) return this.#drop(2, 0);
    if ('n1'.includes(a) && b === 'o' && '1n'.includes(c)) return this.#drop(2, 0);
    if ('n1vs'.includes(a) && b === 'o' && second.value === '::' && c === 't') return this.#drop(2, 0);
    if ('n1sv'.includes(a) && b === ',' && '1nsv'.includes(c)) return this.#drop(2, 0);
    if ('EB,'.includes(a) && isUnary(second) && c === '(') return this.#replace(left + 1, 0);
    if ('kEB'.includes(a) && isUnary(second) && '1nvsf'.includes(c)) return this.#replace(left + 1, 0);
    if (a === ',' && isUnary(second) && '1nvs'.includes(c)) {
      // `1,-1` is `1,1`, and that is read anew from before the comma.
      this.#tokens[left + 1] = third;
      return this.#drop(3, 0);
    }
    if (a === ',' && isUnary(second) && c === 'f') return this.#replace(left + 1, 0);
    if (a === 'n' && b === '.' && c === 'n') return this.#drop(2, 0);
    if (a === 'E' && b === '.' && c === 'n') return this.#replace(left + 1, 0);
    // USER() has no arguments: with one it is a name.
    if (a === 'f' && b === '(' && c !== ')' && isWord(first, 'USER')) this.#retype(left, 'n');
    return false;
  }

  #shape(from: number, to: number): string {
    let shape = '';
    for (let index = from; index < to; index++) shape += this.#tokens[index]?.type ?? '';
    return shape;
  }

  /** Takes the last tokens away and goes on from `left`. */
  #drop(count: number, left: number): true {
    this.#tokens.length = Math.max(0, this.#tokens.length - count);
    this.#left = left;
    return AGAIN;
  }

  /** Puts the token behind a place into it, and takes the last away. */
  #replace(at: number, left: number): true {
    this.#tokens[at] = this.#tokens[at + 1] as Token;
    return this.#drop(1, left);
  }

  #retype(at: number, type: string): true {
    this.#tokens[at] = retyped(this.#tokens[at] as Token, type);
    return AGAIN;
  }
}

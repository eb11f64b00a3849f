/** A piece of HTML that matters here; the HTML5 tokeniser's other output is passed over. */
export interface HtmlToken {
  readonly kind: 'text' | 'tag' | 'tag-end' | 'attribute' | 'value' | 'comment' | 'doctype';
  readonly text: string;
}

/** Where in a page the value begins. */
export type Beginning = 'data' | 'unquoted' | "'" | '"' | '`';

type State =
  | 'data'
  | 'beforeName'
  | 'afterName'
  | 'beforeValue'
  | 'afterValue'
  | 'selfClosing'
  | 'tagClose'
  | 'valueQuoted'
  | 'end';

/** White space between and behind names; older browsers take NUL for it. */
const WHITE = '\0\t\n\v\f\r ';

/**
 * The HTML5 tokeniser (HTML Living Standard, section 13.2.5) as far as tags, attributes and comments need it, with the
 * ways of older browsers that attacks use: NUL in names, back quotes, `<%` comments, `--!>`.
 */
export class HtmlTokenizer {
  readonly #text: string;
  #at = 0;
  #state: State;
  #quote: string;
  #closing = false;

  constructor(text: string, beginning: Beginning) {
    this.#text = text;
    this.#quote = beginning.length === 1 ? beginning : '';
    this.#state = beginning === 'data' ? 'data' : beginning === 'unquoted' ? 'beforeName' : 'valueQuoted';
  }

  next(): HtmlToken | undefined {
    switch (this.#state) {
      case 'data':
        return this.#data();
      case 'beforeName':
        return this.#beforeName();
      case 'afterName':
        return this.#afterName();
      case 'beforeValue':
        return this.#beforeValue();
      case 'afterValue':
        return this.#afterValue();
      case 'selfClosing':
        return this.#selfClosing();
      case 'tagClose':
        return this.#tagClose();
      case 'valueQuoted':
        return this.#valueQuoted(this.#quote);
      case 'end':
        return undefined;
    }
  }

  #data(): HtmlToken | undefined {
    const open = this.#text.indexOf('<', this.#at);
    if (open < 0) {
      const text = this.#text.slice(this.#at);
      this.#state = 'end';
      return text === '' ? undefined : { kind: 'text', text };
    }
    const text = this.#text.slice(this.#at, open);
    this.#at = open + 1;
    const tag = this.#tagOpen();
    if (text === '' || tag !== undefined) return tag;
    // The piece of text itself is of no interest, only that the value goes on.
    return this.#state === 'end' ? { kind: 'text', text } : undefined;
  }

  #tagOpen(): HtmlToken | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return this.#stop();
    switch (char) {
      case '!':
        this.#at++;
        return this.#markup();
      case '/':
        this.#at++;
        this.#closing = true;
        return this.#endTagOpen();
      case '?':
        this.#at++;
        return this.#comment('>', 1);
      case '%':
        this.#at++;
        return this.#comment('%>', 2);
      default:
        if (/[A-Za-z\0]/.test(char)) return this.#tagName();
        this.#state = 'data';
        return { kind: 'text', text: '<' };
    }
  }

  #endTagOpen(): HtmlToken | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return this.#stop();
    if (char === '>') {
      this.#state = 'data';
      return { kind: 'text', text: '' };
    }
    if (/[A-Za-z]/.test(char)) return this.#tagName();
    this.#closing = false;
    return this.#comment('>', 1);
  }

  #tagName(): HtmlToken {
    const start = this.#at;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at] as string;
      // In the name of a tag they pass over it.
      if (char === '\0') continue;
      if (WHITE.includes(char)) return this.#named('tag', start, at, at + 1, 'beforeName');
      if (char === '/') return this.#named('tag', start, at, at + 1, 'selfClosing');
      if (char !== '>') continue;
      if (!this.#closing) return this.#named('tag', start, at, at, 'tagClose');
      this.#closing = false;
      return this.#named('tag-end', start, at, at + 1, 'data');
    }
    return this.#named('tag', start, this.#text.length, this.#text.length, 'end');
  }

  #tagClose(): HtmlToken {
    this.#closing = false;
    this.#at++;
    this.#state = this.#at < this.#text.length ? 'data' : 'end';
    return { kind: 'tag-end', text: '>' };
  }

  #beforeName(): HtmlToken | undefined {
    for (;;) {
      const char = this.#skip();
      if (char === undefined) return this.#stop();
      if (char === '>') {
        this.#at++;
        this.#state = 'data';
        return { kind: 'tag-end', text: '>' };
      }
      if (char !== '/') return this.#attributeName();
      this.#at++;
      if (this.#text[this.#at] === undefined) return this.#stop();
      if (this.#text[this.#at] === '>') return this.#selfClosing();
    }
  }

  #attributeName(): HtmlToken {
    const start = this.#at;
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text[at] as string;
      if (WHITE.includes(char)) return this.#named('attribute', start, at, at + 1, 'afterName');
      if (char === '/') return this.#named('attribute', start, at, at + 1, 'selfClosing');
      if (char === '=') return this.#named('attribute', start, at, at + 1, 'beforeValue');
      if (char === '>') return this.#named('attribute', start, at, at, 'tagClose');
    }
    return this.#named('attribute', start, this.#text.length, this.#text.length, 'end');
  }

  #afterName(): HtmlToken | undefined {
    const char = this.#skip();
    if (char === undefined) return this.#stop();
    if (char === '/') {
      this.#at++;
      return this.#selfClosing();
    }
    if (char === '=') {
      this.#at++;
      return this.#beforeValue();
    }
    return char === '>' ? this.#tagClose() : this.#attributeName();
  }

  #beforeValue(): HtmlToken | undefined {
    const char = this.#skip();
    if (char === undefined) return this.#stop();
    if (char !== '"' && char !== "'" && char !== '`') return this.#valueUnquoted();
    return this.#valueQuoted(char);
  }

  #valueQuoted(quote: string): HtmlToken {
    // At the very beginning the value is inside the quotes already.
    if (this.#at > 0) this.#at++;
    const end = this.#text.indexOf(quote, this.#at);
    if (end < 0) return this.#named('value', this.#at, this.#text.length, this.#text.length, 'end');
    return this.#named('value', this.#at, end, end + 1, 'afterValue');
  }

  #valueUnquoted(): HtmlToken {
    const start = this.#at;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at] as string;
      if (WHITE.includes(char)) return this.#named('value', start, at, at + 1, 'beforeName');
      if (char === '>') return this.#named('value', start, at, at, 'tagClose');
    }
    return this.#named('value', start, this.#text.length, this.#text.length, 'end');
  }

  #afterValue(): HtmlToken | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return this.#stop();
    if (WHITE.includes(char)) this.#at++;
    else if (char === '/') {
      this.#at++;
      return this.#selfClosing();
    } else if (char === '>') {
      this.#at++;
      this.#state = 'data';
      return { kind: 'tag-end', text: '>' };
    }
    return this.#beforeName();
  }

  #selfClosing(): HtmlToken | undefined {
    const char = this.#text[this.#at];
    if (char === undefined) return this.#stop();
    if (char !== '>') return this.#beforeName();
    this.#at++;
    this.#state = 'data';
    return { kind: 'tag-end', text: '/>' };
  }

  #markup(): HtmlToken {
    const rest = this.#text.slice(this.#at, this.#at + 7);
    if (rest.toUpperCase() === 'DOCTYPE') {
      const end = this.#text.indexOf('>', this.#at);
      return end < 0
        ? this.#named('doctype', this.#at, this.#text.length, this.#text.length, 'end')
        : this.#named('doctype', this.#at, end, end + 1, 'data');
    }
    if (rest === '[CDATA[') {
      this.#at += 7;
      return this.#until('text', ']]>', 3);
    }
    if (!rest.startsWith('--')) return this.#comment('>', 1);
    this.#at += 2;
    return this.#htmlComment();
  }

  #comment(end: string, length: number): HtmlToken {
    return this.#until('comment', end, length);
  }

  #until(kind: 'text' | 'comment', end: string, length: number): HtmlToken {
    const at = this.#text.indexOf(end, this.#at);
    return at < 0
      ? this.#named(kind, this.#at, this.#text.length, this.#text.length, 'end')
      : this.#named(kind, this.#at, at, at + length, 'data');
  }

  /** Ends with `-->` or `--!>`'s short form `-!>`, NULs between. */
  #htmlComment(): HtmlToken {
    COMMENT_END.lastIndex = this.#at;
    const end = COMMENT_END.exec(this.#text);
    return end === null
      ? this.#named('comment', this.#at, this.#text.length, this.#text.length, 'end')
      : this.#named('comment', this.#at, end.index, end.index + end[0].length, 'data');
  }

  #skip(): string | undefined {
    while (this.#at < this.#text.length && WHITE.includes(this.#text[this.#at] as string)) this.#at++;
    return this.#text[this.#at];
  }

  #named(kind: HtmlToken['kind'], start: number, end: number, next: number, state: State): HtmlToken {
    this.#at = next;
    this.#state = state;
    return { kind, text: this.#text.slice(start, end) };
  }

  #stop(): undefined {
    this.#state = 'end';
    return undefined;
  }
}

const COMMENT_END = /-\0*[-!]\0*>/g;

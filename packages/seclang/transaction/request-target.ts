/** The parts of a request target that variables show. Nothing is decoded. */
export interface RequestTarget {
  /** Target without scheme and authority. */
  readonly uri: string;
  readonly path: string;
  readonly query: string;
  /** Host of an absolute target, without port; empty for the usual origin form. */
  readonly host: string;
}

/** Takes a request target apart (RFC 9112, section 3.2), leniently: what is malformed is still inspected. */
export function splitTarget(rawUri: string): RequestTarget {
  const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(rawUri);
  const uri = absolute === null ? rawUri : rawUri.slice(absolute[0].length);
  const question = uri.indexOf('?');
  return {
    uri,
    path: question < 0 ? uri : uri.slice(0, question),
    query: question < 0 ? '' : uri.slice(question + 1),
    host: absolute === null ? '' : hostOf(absolute[1]!),
  };
}

/** Host of an authority or Host header, without user and port; IPv6 keeps its brackets off. */
export function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  return bracketed === null ? host.replace(/:[0-9]*$/, '') : bracketed[1]!;
}

import { AwsV4Signer } from 'aws4fetch';
import type { Credentials } from './credentials.ts';

/** SHA-256 of no body: nothing is sent but the request. */
const EMPTY_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Where a bucket is, and the region that requests to it are signed for. */
export interface BucketPlace {
  /** Ends with `/`: keys are put behind it. */
  readonly base: URL;
  readonly region: string;
}

/** A request as it goes out. */
interface SignedRequest {
  /** With its query, without the key. */
  readonly url: URL;
  /** Path and query as they were signed: `..` in a key is a part of its name. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Signs a GET (AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header", Amazon S3 API).
 *
 * @param datetime `YYYYMMDDTHHMMSSZ`; now where it is left out
 * @throws URIError for a key with half a surrogate pair
 */
export async function signed(
  { base, region }: BucketPlace,
  credentials: Credentials,
  { key, query, headers }: { key: string; query: URLSearchParams; headers: Readonly<Record<string, string>> },
  datetime?: string,
): Promise<SignedRequest> {
  const url = new URL(base);
  url.search = query.toString();
  const signer = new AwsV4Signer({
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': EMPTY_BODY },
    service: 's3',
    region,
    ...credentials,
    ...(datetime === undefined ? {} : { datetime }),
  });
  signer.encodedPath = base.pathname + key.split('/').map(encodeSegment).join('/');
  const { headers: signedHeaders } = await signer.sign();
  return {
    url,
    path: signer.encodedPath + (signer.encodedSearch === '' ? '' : `?${signer.encodedSearch}`),
    headers: { ...Object.fromEntries(signedHeaders), host: url.host },
  };
}

/** RFC 3986, as Signature Version 4 wants it. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

import { expect, test } from 'vitest';
import { signed } from './sign.ts';

/**
 * The examples of "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk" (Amazon S3
 * API Reference). Its first one signs a Range header, which is not ours to send.
 */
const EXAMPLE = {
  place: { base: new URL('https://examplebucket.s3.amazonaws.com/'), region: 'us-east-1' },
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  datetime: '20130524T000000Z',
};

async function sign(key: string, query: string, sessionToken?: string) {
  const { place, datetime } = EXAMPLE;
  const credentials = { ...EXAMPLE.credentials, ...(sessionToken === undefined ? {} : { sessionToken }) };
  return signed(place, credentials, { key, query: new URLSearchParams(query), headers: {} }, datetime);
}

test.each([
  ['lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['prefix=J&max-keys=2', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('AWS’s own example ?%s has the signature that AWS gives', async (query, signature) => {
  const { headers } = await sign('', query);
  expect(headers['authorization']).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
  );
});

test('a key goes out percent-encoded but for the unreserved characters, and its slashes and dots stay', async () => {
  const key = "a b+c/../=~-_.&?#%2F/'()*!@:,;$/ㅎ/";
  const { path, url } = await sign(key, '');
  expect(path).toBe('/a%20b%2Bc/../%3D~-_.%26%3F%23%252F/%27%28%29%2A%21%40%3A%2C%3B%24/%E3%85%8E/');
  expect(decodeURIComponent(path)).toBe(`/${key}`);
  expect(url.host).toBe('examplebucket.s3.amazonaws.com');
});

test('a query is sorted, and its blanks are no plus signs', async () => {
  const { path } = await sign('', 'prefix=a b+c/=~%26&list-type=2&continuation-token=1%2F2%3D%3D');
  expect(path).toBe('/?continuation-token=1%2F2%3D%3D&list-type=2&prefix=a%20b%20c%2F%3D~%26');
});

test('the token of a session is signed with the rest', async () => {
  const { headers } = await sign('x', '', 'session+token/==');
  expect(headers['x-amz-security-token']).toBe('session+token/==');
  expect(headers['authorization']).toContain(
    'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,',
  );
});

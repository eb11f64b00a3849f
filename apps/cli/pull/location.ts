import { HaechiError } from '@haechi/event';

/** What is to be read: the objects of a bucket whose keys begin with `prefix`. */
export interface Location {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Reads `s3://BUCKET/PREFIX`; the prefix is taken as it stands, without any decoding. Bucket names follow "Bucket naming
 * rules" of the Amazon S3 User Guide.
 *
 * @throws HaechiError `pull_location_invalid`
 */
export function locationOf(given: string): Location {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.{0,1024}))?$/s.exec(given);
  if (match === null || match[1]!.includes('..'))
    throw new HaechiError('pull_location_invalid', {
      what: 'this names no bucket',
      where: given.slice(0, 200),
      remedy: 'write s3://BUCKET/PREFIX, for example s3://my-trail/AWSLogs/123456789012/CloudTrail/',
    });
  return { bucket: match[1]!, prefix: match[2] ?? '' };
}

/**
 * Where the bucket is: below its own host name at AWS, below the path at an endpoint of one's own, and where a dot in the
 * name would not fit the certificate.
 *
 * @throws HaechiError `pull_endpoint_invalid`, `pull_region_invalid`
 */
export function baseOf({ bucket }: Location, region: string, endpoint: string | undefined): URL {
  if (endpoint !== undefined) {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (
      url === undefined ||
      !['http:', 'https:'].includes(url.protocol) ||
      url.username + url.password + url.search + url.hash !== ''
    )
      throw new HaechiError('pull_endpoint_invalid', {
        what: 'the address of the object store cannot be used',
        where: url === undefined ? endpoint.slice(0, 200) : `${url.protocol}//${url.host}`,
        remedy: 'write http(s)://host:port; keys go in the environment or in --credentials-file, never in the address',
      });
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${bucket}/`;
    return url;
  }
  if (!isRegion(region))
    throw new HaechiError('pull_region_invalid', {
      what: 'this is no region of AWS',
      where: region.slice(0, 200),
      remedy: 'give the region of the bucket with --region, for example ap-northeast-2',
    });
  const domain = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  return new URL(bucket.includes('.') ? `https://${domain}/${bucket}/` : `https://${bucket}.${domain}/`);
}

/** Whether it may be the name of a region; it stands in the address that is asked. */
export function isRegion(text: string): boolean {
  return /^[a-z0-9-]{2,40}$/.test(text);
}

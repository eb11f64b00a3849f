import { ACCESS } from '../../platform/api/access.ts';

/** Routes that a walk leaves out, and why. */
const NOT_WALKED: Readonly<Record<string, string>> = {
  'GET /api/v1/health': 'says nothing of a tenant',
  'GET /api/v1/openapi.json': 'says nothing of a tenant',
  'GET /api/v1/setup': 'open, before there are tenants',
  'POST /api/v1/setup': 'open, before there are tenants',
  'OPTIONS /api/v1/uploads': 'says nothing of a tenant',
  'POST /api/v1/sessions': 'part of DELETE /api/v1/sessions/current',
};

/** Every route of the API but those, as method and path with `{id}`: a new one is walked without being named here. */
export const ROUTES: readonly (readonly [method: string, route: string])[] = Object.keys(ACCESS)
  .filter((key) => NOT_WALKED[key] === undefined)
  .map((key) => key.replace(/:\w+/, '{id}').split(' ') as [string, string]);

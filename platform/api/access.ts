import type { Role } from '../tenancy/roles.ts';

/**
 * What a route asks of its caller: `open` nothing, `session` a signed-in person, a role that role in the tenant the
 * request names, `waf` a token of that scope, `upload` an analyst or a token of the scope ingest. A token's scopes stand for roles: `read` for viewer, `admin` for admin, `ingest` for none here.
 */
export type Need = 'open' | 'session' | 'waf' | 'upload' | Role;

interface Access {
  readonly need: Need;
  /** Name in the audit trail; every route that changes something has one. */
  readonly action?: string;
}

/** The one table: every route of the API and what it needs. A route that is missing here keeps the server from starting. */
export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /metrics': { need: 'viewer' },
  'GET /api/v1/health': { need: 'open' },
  'GET /api/v1/openapi.json': { need: 'open' },
  'GET /api/v1/setup': { need: 'open' },
  'POST /api/v1/setup': { need: 'open', action: 'setup.complete' },
  'POST /api/v1/sessions': { need: 'open', action: 'session.create' },
  'DELETE /api/v1/sessions/current': { need: 'session', action: 'session.end' },
  'GET /api/v1/me': { need: 'session' },
  'PATCH /api/v1/me': { need: 'session', action: 'me.update' },

  'GET /api/v1/tenants': { need: 'viewer' },
  'POST /api/v1/tenants': { need: 'admin', action: 'tenant.create' },
  'PATCH /api/v1/tenants': { need: 'admin', action: 'tenant.update' },
  'GET /api/v1/usage': { need: 'viewer' },
  'GET /api/v1/users': { need: 'admin' },
  'POST /api/v1/users': { need: 'admin', action: 'user.create' },
  'PATCH /api/v1/users/:id': { need: 'admin', action: 'user.update' },
  'DELETE /api/v1/users/:id': { need: 'admin', action: 'user.delete' },
  'PUT /api/v1/users/:id/grants': { need: 'admin', action: 'user.grants' },
  'GET /api/v1/tokens': { need: 'admin' },
  'POST /api/v1/tokens': { need: 'admin', action: 'token.create' },
  'DELETE /api/v1/tokens/:id': { need: 'admin', action: 'token.delete' },
  'GET /api/v1/settings': { need: 'viewer' },
  'PATCH /api/v1/settings': { need: 'admin', action: 'settings.update' },
  'GET /api/v1/audit': { need: 'admin' },

  'POST /api/v1/search': { need: 'viewer' },
  'POST /api/v1/search/count': { need: 'viewer' },
  'POST /api/v1/search/top': { need: 'viewer' },
  'POST /api/v1/search/histogram': { need: 'viewer' },
  'GET /api/v1/search/fields': { need: 'viewer' },
  'GET /api/v1/events/:id': { need: 'viewer' },
  'GET /api/v1/deadletters': { need: 'viewer' },
  'POST /api/v1/deadletters/replay': { need: 'responder', action: 'dead_letter.replay' },
  'POST /api/v1/deadletters/delete': { need: 'admin', action: 'dead_letter.delete' },
  'GET /api/v1/uploads': { need: 'viewer' },
  'OPTIONS /api/v1/uploads': { need: 'open' },
  'POST /api/v1/uploads': { need: 'upload', action: 'upload.create' },
  'GET /api/v1/uploads/:id': { need: 'upload' },
  'HEAD /api/v1/uploads/:id': { need: 'upload' },
  // A part of what is in the trail already.
  'PATCH /api/v1/uploads/:id': { need: 'upload' },
  'DELETE /api/v1/uploads/:id': { need: 'upload', action: 'upload.delete' },
  'GET /api/v1/overview': { need: 'viewer' },
  'GET /api/v1/stream': { need: 'viewer' },

  'GET /api/v1/incidents': { need: 'viewer' },
  'GET /api/v1/incidents/:id': { need: 'viewer' },
  'PATCH /api/v1/incidents/:id': { need: 'analyst', action: 'incident.update' },
  'GET /api/v1/incidents/:id/notes': { need: 'viewer' },
  'GET /api/v1/incidents/:id/report': { need: 'viewer' },
  'GET /api/v1/findings': { need: 'viewer' },

  'GET /api/v1/rules': { need: 'viewer' },
  'GET /api/v1/rules/:id': { need: 'viewer' },
  'PATCH /api/v1/rules/:id': { need: 'responder', action: 'rule.update' },
  'GET /api/v1/rules/packs': { need: 'viewer' },
  'POST /api/v1/rules/packs': { need: 'admin', action: 'rule_pack.upload' },
  'DELETE /api/v1/rules/packs/:name': { need: 'admin', action: 'rule_pack.delete' },
  'GET /api/v1/rules/:id/exceptions': { need: 'viewer' },
  'POST /api/v1/rules/:id/exceptions': { need: 'responder', action: 'rule_exception.create' },
  'POST /api/v1/rules/:id/exceptions/preview': { need: 'responder' },
  'DELETE /api/v1/rules/:id/exceptions': { need: 'responder', action: 'rule_exception.delete' },

  'GET /api/v1/intel/lists': { need: 'viewer' },
  'POST /api/v1/intel/lists': { need: 'responder', action: 'intel_list.upload' },
  'DELETE /api/v1/intel/lists/:name': { need: 'responder', action: 'intel_list.delete' },
  // The server connects to what a feed names, so that an administrator has to.
  'GET /api/v1/intel/feeds': { need: 'viewer' },
  'POST /api/v1/intel/feeds': { need: 'admin', action: 'intel_feed.create' },
  'POST /api/v1/intel/feeds/discover': { need: 'admin', action: 'intel_feed.discover' },
  'PATCH /api/v1/intel/feeds/:name': { need: 'admin', action: 'intel_feed.update' },
  'DELETE /api/v1/intel/feeds/:name': { need: 'admin', action: 'intel_feed.delete' },
  'POST /api/v1/intel/feeds/:name/poll': { need: 'responder', action: 'intel_feed.poll' },

  'GET /api/v1/parsers': { need: 'viewer' },
  'POST /api/v1/parsers': { need: 'responder', action: 'parser.create' },
  'POST /api/v1/parsers/try': { need: 'analyst' },
  'GET /api/v1/parsers/:id': { need: 'viewer' },
  'PUT /api/v1/parsers/:id': { need: 'responder', action: 'parser.update' },
  'DELETE /api/v1/parsers/:id': { need: 'responder', action: 'parser.delete' },
  // A preview changes nothing.
  'GET /api/v1/inventory/assets': { need: 'viewer' },
  'GET /api/v1/inventory/assets/export': { need: 'viewer' },
  'PUT /api/v1/inventory/assets': { need: 'responder', action: 'asset.put' },
  'DELETE /api/v1/inventory/assets': { need: 'responder', action: 'asset.delete' },
  'POST /api/v1/inventory/assets/preview': { need: 'responder' },
  'POST /api/v1/inventory/assets/import': { need: 'responder', action: 'asset.import' },
  'GET /api/v1/inventory/users': { need: 'viewer' },
  'GET /api/v1/inventory/users/export': { need: 'viewer' },
  'PUT /api/v1/inventory/users': { need: 'responder', action: 'known_user.put' },
  'DELETE /api/v1/inventory/users': { need: 'responder', action: 'known_user.delete' },
  'POST /api/v1/inventory/users/preview': { need: 'responder' },
  'POST /api/v1/inventory/users/import': { need: 'responder', action: 'known_user.import' },

  'GET /api/v1/waf/sites': { need: 'viewer' },
  'POST /api/v1/waf/sites': { need: 'admin', action: 'waf_site.create' },
  'GET /api/v1/waf/sites/:id': { need: 'viewer' },
  'PATCH /api/v1/waf/sites/:id': { need: 'admin', action: 'waf_site.update' },
  'DELETE /api/v1/waf/sites/:id': { need: 'admin', action: 'waf_site.delete' },
  'POST /api/v1/waf/sites/:id/try': { need: 'analyst' },
  'POST /api/v1/waf/sites/:id/exclusions': { need: 'responder', action: 'waf_exclusion.create' },
  'DELETE /api/v1/waf/sites/:id/exclusions': { need: 'responder', action: 'waf_exclusion.delete' },
  'POST /api/v1/waf/sites/:id/blocks': { need: 'responder', action: 'waf_block.create' },
  'DELETE /api/v1/waf/sites/:id/blocks': { need: 'responder', action: 'waf_block.delete' },
  'GET /api/v1/waf/sites/:id/policy': { need: 'waf' },
};

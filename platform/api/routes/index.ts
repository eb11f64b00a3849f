import type { Routes } from '../route.ts';
import { auditRoutes } from './audit.ts';
import { deadLetterRoutes } from './deadletters.ts';
import { eventRoutes } from './events.ts';
import { findingRoutes } from './findings.ts';
import { healthRoutes } from './health.ts';
import { incidentRoutes } from './incidents.ts';
import { intelRoutes } from './intel.ts';
import { intelFeedRoutes } from './intel-feeds.ts';
import { inventoryRoutes } from './inventory.ts';
import { meRoutes } from './me.ts';
import { metricRoutes } from './metrics.ts';
import { overviewRoutes } from './overview.ts';
import { parserRoutes } from './parsers.ts';
import { reportRoutes } from './report.ts';
import { ruleExceptionRoutes } from './rule-exceptions.ts';
import { rulePackRoutes } from './rule-packs.ts';
import { ruleRoutes } from './rules.ts';
import { searchRoutes } from './search.ts';
import { sessionRoutes } from './sessions.ts';
import { settingRoutes } from './settings.ts';
import { setupRoutes } from './setup.ts';
import { streamRoutes } from './stream.ts';
import { tenantRoutes } from './tenants.ts';
import { tokenRoutes } from './tokens.ts';
import { uploadRoutes } from './uploads.ts';
import { usageRoutes } from './usage.ts';
import { userRoutes } from './users.ts';
import { wafEntryRoutes } from './waf-entries.ts';
import { wafPolicyRoutes } from './waf-policy.ts';
import { wafSiteRoutes } from './waf-sites.ts';

/** Every resource of /api/v1, in the order of the document. */
export const ROUTES: readonly Routes[] = [
  healthRoutes,
  metricRoutes,
  setupRoutes,
  sessionRoutes,
  meRoutes,
  tenantRoutes,
  usageRoutes,
  userRoutes,
  tokenRoutes,
  searchRoutes,
  eventRoutes,
  incidentRoutes,
  reportRoutes,
  findingRoutes,
  ruleRoutes,
  rulePackRoutes,
  ruleExceptionRoutes,
  intelRoutes,
  intelFeedRoutes,
  parserRoutes,
  inventoryRoutes,
  wafSiteRoutes,
  wafEntryRoutes,
  wafPolicyRoutes,
  overviewRoutes,
  streamRoutes,
  auditRoutes,
  settingRoutes,
  deadLetterRoutes,
  uploadRoutes,
];

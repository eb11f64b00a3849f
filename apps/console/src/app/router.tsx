import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { ApiError } from '../api/error.ts';
import { meQuery, setupQuery } from '../api/session.ts';
import { type RangeParams, readRange } from '../format/range.ts';
import { readIncidentFilter } from '../screens/incidents/filter.ts';
import { readInventorySearch } from '../screens/inventory/search.ts';
import { readRuleFilter } from '../screens/rules/filter.ts';
import { readSearchParams } from '../screens/search/params.ts';
import { Fault } from './Fault.tsx';
import { NotFound } from './NotFound.tsx';
import { Root } from './Root.tsx';

interface Context {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: Fault,
  validateSearch: (search: Record<string, unknown>): { tenant?: string } =>
    typeof search['tenant'] === 'string' ? { tenant: search['tenant'] } : {},
  search: { middlewares: [retainSearchParams(['tenant'])] },
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search['to'] === 'string' && /^\/(?!\/)/.test(search['to']) ? { to: search['to'] } : {},
  component: lazyRouteComponent(() => import('../screens/login/LoginScreen.tsx'), 'LoginScreen'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  loader: ({ context }) => context.queryClient.fetchQuery(setupQuery),
  component: lazyRouteComponent(() => import('../screens/setup/SetupScreen.tsx'), 'SetupScreen'),
});

/** Everything below needs a session; without one the way leads over the sign-in page and back. */
const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: lazyRouteComponent(() => import('../shell/Shell.tsx'), 'Shell'),
  beforeLoad: async ({ context, location }) => {
    try {
      // Not `ensureQueryData`: a session that is known to have ended must be asked for again.
      await context.queryClient.fetchQuery(meQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/login', search: { to: location.href } });
      }
      throw error;
    }
  },
});

const getParentRoute = () => signedIn;

const overview = createRoute({
  getParentRoute,
  path: '/',
  validateSearch: readRange,
  component: lazyRouteComponent(() => import('../screens/overview/OverviewScreen.tsx'), 'OverviewScreen'),
});

const incidents = createRoute({
  getParentRoute,
  path: '/incidents',
  validateSearch: readIncidentFilter,
  component: lazyRouteComponent(() => import('../screens/incidents/IncidentsScreen.tsx'), 'IncidentsScreen'),
});

const incident = createRoute({
  getParentRoute,
  path: '/incidents/$id',
  validateSearch: (search: Record<string, unknown>): { event?: string } =>
    typeof search['event'] === 'string' ? { event: search['event'] } : {},
  component: lazyRouteComponent(() => import('../screens/incident/IncidentScreen.tsx'), 'IncidentScreen'),
});

const search = createRoute({
  getParentRoute,
  path: '/search',
  validateSearch: readSearchParams,
  component: lazyRouteComponent(() => import('../screens/search/SearchScreen.tsx'), 'SearchScreen'),
});

const rules = createRoute({
  getParentRoute,
  path: '/rules',
  validateSearch: readRuleFilter,
  component: lazyRouteComponent(() => import('../screens/rules/RulesScreen.tsx'), 'RulesScreen'),
});

const packs = createRoute({
  getParentRoute,
  path: '/packs',
  component: lazyRouteComponent(() => import('../screens/packs/PacksScreen.tsx'), 'PacksScreen'),
});

const wafSites = createRoute({
  getParentRoute,
  path: '/waf',
  component: lazyRouteComponent(() => import('../screens/waf/SitesScreen.tsx'), 'SitesScreen'),
});

const wafSite = createRoute({
  getParentRoute,
  path: '/waf/$id',
  component: lazyRouteComponent(() => import('../screens/waf/SiteScreen.tsx'), 'SiteScreen'),
});

const intel = createRoute({
  getParentRoute,
  path: '/intel',
  component: lazyRouteComponent(() => import('../screens/intel/IntelScreen.tsx'), 'IntelScreen'),
});

const inventory = createRoute({
  getParentRoute,
  path: '/inventory',
  validateSearch: readInventorySearch,
  component: lazyRouteComponent(() => import('../screens/inventory/InventoryScreen.tsx'), 'InventoryScreen'),
});

const parsers = createRoute({
  getParentRoute,
  path: '/parsers',
  component: lazyRouteComponent(() => import('../screens/parsers/ParsersScreen.tsx'), 'ParsersScreen'),
});

const parser = createRoute({
  getParentRoute,
  path: '/parsers/$id',
  validateSearch: (search: Record<string, unknown>): { example?: 'grok' | 'dissect' } =>
    search['example'] === 'grok' || search['example'] === 'dissect' ? { example: search['example'] } : {},
  component: lazyRouteComponent(() => import('../screens/parsers/ParserScreen.tsx'), 'ParserScreen'),
});

const tenants = createRoute({
  getParentRoute,
  path: '/tenants',
  component: lazyRouteComponent(() => import('../screens/tenants/TenantsScreen.tsx'), 'TenantsScreen'),
});

const users = createRoute({
  getParentRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('../screens/users/UsersScreen.tsx'), 'UsersScreen'),
});

const tokens = createRoute({
  getParentRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../screens/tokens/TokensScreen.tsx'), 'TokensScreen'),
});

const audit = createRoute({
  getParentRoute,
  path: '/audit',
  validateSearch: readRange,
  component: lazyRouteComponent(() => import('../screens/audit/AuditScreen.tsx'), 'AuditScreen'),
});

const deadLetters = createRoute({
  getParentRoute,
  path: '/dead-letters',
  validateSearch: (search: Record<string, unknown>): RangeParams & { source?: string } => ({
    ...readRange(search),
    ...(typeof search['source'] === 'string' && search['source'] !== '' ? { source: search['source'] } : {}),
  }),
  component: lazyRouteComponent(() => import('../screens/deadLetters/DeadLettersScreen.tsx'), 'DeadLettersScreen'),
});

const uploads = createRoute({
  getParentRoute,
  path: '/uploads',
  component: lazyRouteComponent(() => import('../screens/uploads/UploadsScreen.tsx'), 'UploadsScreen'),
});

const settings = createRoute({
  getParentRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../screens/settings/SettingsScreen.tsx'), 'SettingsScreen'),
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  setupRoute,
  signedIn.addChildren([
    overview,
    incidents,
    incident,
    search,
    rules,
    packs,
    intel,
    inventory,
    parsers,
    parser,
    wafSites,
    wafSite,
    tenants,
    users,
    tokens,
    audit,
    deadLetters,
    uploads,
    settings,
  ]),
]);

/** The console's map from address to screen; each screen's code is fetched when it is first opened. */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

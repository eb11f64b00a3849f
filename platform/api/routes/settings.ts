import type { TenantScope } from '../../tenancy/scope.ts';
import { DEFAULT_SESSION_LIFE } from '../auth/sessions.ts';
import { answers, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { TenantQuery } from '../schemas/common.ts';
import { Settings, SettingsPatch } from '../schemas/settings.ts';
import { requireTimeZone } from '../time.ts';

const tags = ['settings'];

const DEFAULTS = {
  defaultLang: 'ko',
  defaultTimeZone: 'Asia/Seoul',
  sessionIdleMinutes: DEFAULT_SESSION_LIFE.idleMinutes,
  sessionAbsoluteHours: DEFAULT_SESSION_LIFE.absoluteHours,
} as const;

export const settingRoutes: Routes = (api, deps) => {
  api.get(
    '/api/v1/settings',
    {
      schema: {
        summary: 'Settings in force at the tenant',
        tags,
        querystring: TenantQuery,
        response: answers(Settings),
      },
    },
    (request) => settingsAt(deps, scopeIn(request)),
  );

  api.patch(
    '/api/v1/settings',
    {
      schema: {
        summary: 'Changes settings of the tenant and all below that set none themselves',
        tags,
        querystring: TenantQuery,
        body: SettingsPatch,
        response: answers(Settings),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      request.auditNote = { target: scope.path, detail: { ...request.body } };
      if (request.body.defaultTimeZone !== undefined) requireTimeZone(request.body.defaultTimeZone);
      for (const [key, value] of Object.entries(request.body)) await deps.state.settings.set(scope, key, value);
      return settingsAt(deps, scope);
    },
  );
};

async function settingsAt({ state, intakeAddresses }: RouteDeps, scope: TenantScope): Promise<Settings> {
  const stored = (await state.settings.effective(scope))
    .filter(({ key }) => Object.hasOwn(DEFAULTS, key))
    .map(({ key, value }) => [key, value]);
  return { ...DEFAULTS, ...Object.fromEntries(stored), intake: intakeAddresses() };
}

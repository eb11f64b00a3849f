import { accuracy } from './accuracy.ts';
import type { Action } from './action.ts';
import { allow } from './allow.ts';
import { auditlog } from './auditlog.ts';
import { block } from './block.ts';
import { capture } from './capture.ts';
import { chain } from './chain.ts';
import { ctl } from './ctl.ts';
import { deny } from './deny.ts';
import { drop } from './drop.ts';
import { expirevar } from './expirevar.ts';
import { id } from './id.ts';
import { initcol } from './initcol.ts';
import { log } from './log.ts';
import { logdata } from './logdata.ts';
import { maturity } from './maturity.ts';
import { msg } from './msg.ts';
import { multiMatch } from './multiMatch.ts';
import { noauditlog } from './noauditlog.ts';
import { nolog } from './nolog.ts';
import { pass } from './pass.ts';
import { phase } from './phase.ts';
import { redirect } from './redirect.ts';
import { rev } from './rev.ts';
import { setenv } from './setenv.ts';
import { setrsc } from './setrsc.ts';
import { setsid } from './setsid.ts';
import { setuid } from './setuid.ts';
import { setvar } from './setvar.ts';
import { severity } from './severity.ts';
import { skip } from './skip.ts';
import { skipAfter } from './skipAfter.ts';
import { status } from './status.ts';
import { t } from './t.ts';
import { tag } from './tag.ts';
import { ver } from './ver.ts';

/** Every action under its SecLang name in lower case. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    accuracy,
    allow,
    auditlog,
    block,
    capture,
    chain,
    ctl,
    deny,
    drop,
    expirevar,
    id,
    initcol,
    log,
    logdata,
    maturity,
    msg,
    multimatch: multiMatch,
    noauditlog,
    nolog,
    pass,
    phase,
    redirect,
    rev,
    setenv,
    setrsc,
    setsid,
    setuid,
    setvar,
    severity,
    skip,
    skipafter: skipAfter,
    status,
    t,
    tag,
    ver,
  }),
);

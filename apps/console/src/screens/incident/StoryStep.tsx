import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { EntityLine } from '../../ui/EntityLine.tsx';
import { ExceptionDialog } from '../../ui/ExceptionDialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTacticName } from '../../ui/useTacticName.ts';
import styles from './StoryPanel.module.css';
import type { Step } from './story.ts';

interface Props {
  readonly step: Step;
  /** 1-based. */
  readonly number: number;
  readonly tenant: string;
  readonly onEvidence: (id: string) => void;
}

export function StoryStep({ step, number, tenant, onEvidence }: Props) {
  const { t, tn } = useI18n();
  const tacticName = useTacticName();
  const ruleTitle = useRuleTitle();
  const mayChange = useHasRole('responder');
  const [asking, setAsking] = useState(false);
  const finding = step.findings[0];
  const firstEvent = finding?.eventIds[0];
  return (
    <li className={styles.step}>
      <span className={styles.number}>{number}</span>
      <div className={styles.line}>
        <Link to="/rules" search={{ rule: step.ruleId }} className={styles.title}>
          {ruleTitle(step)}
        </Link>
        <LevelBadge level={step.level} />
        {step.attack.tactics.map((tactic) => (
          <span key={tactic} className={styles.tactic}>
            {tacticName(tactic)}
          </span>
        ))}
        {step.attack.techniques.map((technique) => (
          <span key={technique} className="mono">
            {technique}
          </span>
        ))}
      </div>
      <div className={styles.facts}>
        <Time iso={step.firstTime} />
        <span>{tn('incident.eventCount', step.count)}</span>
        {finding !== undefined && <EntityLine entities={finding.entities} />}
      </div>
      <div className={styles.actions}>
        {firstEvent !== undefined && (
          <IconButton icon="evidence" label={t('incident.openEvidence')} onClick={() => onEvidence(firstEvent)} />
        )}
        {mayChange && finding !== undefined && (
          <IconButton icon="shieldOff" label={t('exception.action')} onClick={() => setAsking(true)} />
        )}
      </div>
      {asking && finding !== undefined && (
        <ExceptionDialog finding={finding} tenant={tenant} onClose={() => setAsking(false)} />
      )}
    </li>
  );
}

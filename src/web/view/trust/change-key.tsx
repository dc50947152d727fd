// Another key, after a suspicion: in the settings, and wherever there is one.
import { useApp } from '../ui/use-app';

export const ChangeKey = ({
  kind = '',
  onDone = () => {},
}: {
  kind?: string;
  onDone?: () => void;
}) => {
  const { t, attempt, confirm, session, toast } = useApp();
  const { trust } = t.value;
  const change = async () => {
    const isSure = await confirm.ask({
      title: trust.changeKey,
      text: trust.changeKeyText,
      action: trust.changeKey,
      isDangerous: false,
    });
    if (!isSure) return;
    await session.changeKey();
    toast.show(trust.keyIsChanged);
    onDone();
  };
  return (
    <button type="button" class={kind} onClick={() => attempt(change)}>
      {trust.changeKey}
    </button>
  );
};

/** After a password was changed or a device signed out. */
export const ChangeKeyNote = ({ onDone }: { onDone: () => void }) => {
  const { t } = useApp();
  return (
    <div class="note" role="status">
      <p>{t.value.trust.changeKeyAfter}</p>
      <ChangeKey kind="small" onDone={onDone} />
    </div>
  );
};

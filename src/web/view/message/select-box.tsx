// The box beside a message while several are selected; a press anywhere on the message is one on it.
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import { previewText } from './preview';

interface Props {
  item: Item;
  name: string;
  isSelected: boolean;
}

/** It says the whole message, because what lies beside it is not reached now. */
export const SelectBox = ({ item, name, isSelected }: Props) => {
  const app = useApp();
  const { t } = app;
  return (
    <input
      type="checkbox"
      class="select-box"
      checked={isSelected}
      aria-label={t.value.message.selectThis(name, previewText(app, item))}
    />
  );
};

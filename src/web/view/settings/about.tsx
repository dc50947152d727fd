import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

/** What encryption here does and does not do, said plainly. */
export const About = () => {
  const { w } = useApp();
  return (
    <>
      <section>
        <h3>{w.value.protects}</h3>
        <ul class="promises">
          {w.value.protectsList.map((text) => (
            <li key={text}>
              <Icon name="check" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{w.value.protectsNot}</h3>
        <ul class="promises not">
          {w.value.protectsNotList.map((text) => (
            <li key={text}>
              <Icon name="close" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
};

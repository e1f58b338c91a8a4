import { toTemplateForm } from '../../model/literal.ts';
import type { Template } from '../../model/template.ts';

/**
 * Writes a template the way it is written in a document; equal templates give equal texts.
 * @param template a parsed template
 */
export const templateText = (template: Template): string =>
  template
    .map((part) => {
      if (part.kind === 'text') return toTemplateForm(part.text);
      return part.kind === 'capture' ? `\${path.${part.name}}` : `\${${part.name}}`;
    })
    .join('');

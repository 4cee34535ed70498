import { describe, expect, it } from 'vitest';
import { joined, markup } from './html.ts';

const HOSTILE = `<img src=x onerror="alert('1')">&\u202e`;
const SHOWN = String.raw`&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;\u202e`;

describe('markup', () => {
  it('escapes text, between tags and in attributes', () =>
    expect(markup`<a title="${HOSTILE}">${HOSTILE}</a>`.toString()).toBe(`<a title="${SHOWN}">${SHOWN}</a>`));

  it('leaves HTML as it is, however deep it stands', () =>
    expect(markup`<p>${markup`<b>${'&'}</b>`}${[markup`<i>`, markup`</i>`]}</p>`.toString()).toBe(
      '<p><b>&amp;</b><i></i></p>',
    ));

  it('leaves out its own line breaks, and keeps those that are written, and those of the text', () => {
    const html = markup`
      <ul>\n
        <li>${'a\n  b'}</li>${' '}
        <li>c d</li>
      </ul>`;
    expect(html.toString()).toBe('<ul>\n<li>a\n  b</li> <li>c d</li></ul>');
  });

  it('takes nothing that may be missing', () => {
    const row: { readonly name?: string } = {};
    // @ts-expect-error What is shown instead is for the view to say.
    expect(markup`<p>${row.name}</p>`.toString()).toBe('<p></p>');
  });
});

describe('parts that are joined', () => {
  it('are escaped, and so is what stands between them', () =>
    expect(joined(['<', markup`<b>`, '>'], '&').toString()).toBe('&lt;&amp;<b>&amp;&gt;'));

  it('are nothing where there are none', () => expect(joined([], ', ').toString()).toBe(''));
});

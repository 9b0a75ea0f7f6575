import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown, openFence } from '../src/text/live.ts';
import { closedLength, plain, sanitised } from '../src/text/markdown.ts';

function shown(text: string): HTMLElement {
  const host = document.createElement('div');
  new LiveMarkdown(host).update(text, false);
  return host;
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\nscript:alert(1))',
  '[a](&#x6A;avascript:alert(1))',
  '[a](vbscript:msgbox(1))',
  '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a](//evil.example/x)',
  '[a]( javascript:alert(1))',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '![x](http://evil.example/pixel.png)',
  '![x](//evil.example/pixel.png)',
  '![" onerror="alert(1)](http://evil.example/a.png)',
  '[x](http://a.example/" onmouseover="alert(1))',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '<a href="http://a.example" onclick="alert(1)">x</a>',
  '<form action="http://evil.example"><input name=password><button>Sign in</button></form>',
  '<style>*{display:none}</style>',
  '<div style="position:fixed;inset:0">over everything</div>',
  '<base href="http://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.example">',
  '<link rel=stylesheet href=http://evil.example/x.css>',
  '<object data="http://evil.example"></object><embed src="http://evil.example">',
  '<au-app></au-app><slot name=x></slot><template><img src=x onerror=alert(1)></template>',
  '<p id="password" name="cookie">x</p>',
  '[x]: javascript:alert(1)\n\n[x]',
  '<!--><img src=x onerror=alert(1)>-->',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '\u0000<img src=x onerror=alert(1)>',
  '# <img src=x onerror=alert(1)>',
  '- [x] <img src=x onerror=alert(1)>',
];

const TAGS = new Set('A BLOCKQUOTE BR CODE DEL EM H1 H2 H3 H4 H5 H6 HR IMG LI OL P PRE STRONG TABLE TBODY TD TH THEAD TR UL SPAN DIV BUTTON'.split(' '));

test('nothing hostile survives: no script, no handler, no remote load, no foreign tag', () => {
  for (const text of HOSTILE) {
    for (const host of [shown(text), live(text, 9)]) {
      for (const element of host.querySelectorAll('*')) {
        assert.ok(TAGS.has(element.tagName), `${element.tagName} from ${text}`);
        for (const { name, value } of [...element.attributes]) {
          assert.ok(!/^on|^style$|^id$|^name$|^srcset$|^action$/i.test(name), `${name} from ${text}`);
          if (name === 'href') assert.match(value, /^(https?:|mailto:)/i, text);
          if (name === 'src') assert.match(value, /^data:image\/(png|jpeg|gif|webp);base64,/, text);
        }
      }
    }
  }
});

test('the sanitiser alone, behind the renderer, holds too', () => {
  for (const text of HOSTILE) {
    const host = document.createElement('div');
    host.append(sanitised(text));
    assert.equal(host.querySelector('script,iframe,style,form,input,svg,math,object,embed,base,meta,link,template,button'), null, text);
    for (const element of host.querySelectorAll('*')) {
      for (const { name } of [...element.attributes]) assert.ok(!/^on|^style$/i.test(name), `${name} from ${text}`);
    }
  }
});

test('raw HTML is shown as it was written', () => {
  assert.equal(shown('a <b>bold</b> word').textContent!.trim(), 'a <b>bold</b> word');
});

test('links open apart and tell nothing', () => {
  const link = shown('[docs](https://example.org/a?b=1&c=2)').querySelector('a')!;
  assert.equal(link.getAttribute('href'), 'https://example.org/a?b=1&c=2');
  assert.equal(link.target, '_blank');
  assert.match(link.rel, /noopener/);
  assert.match(link.rel, /noreferrer/);
});

test('a remote picture is a link that names its host, an inline one is a picture', () => {
  const remote = shown('![a cat](https://pictures.example/cat.png)');
  assert.equal(remote.querySelector('img'), null);
  assert.match(remote.querySelector('a.picture')!.getAttribute('title')!, /pictures\.example/);
  assert.ok(shown('![dot](data:image/png;base64,iVBORw0KGgo=)').querySelector('img'));
});

test('code has its language, its copy button and its exact text', () => {
  const code = shown('```ts\nconst a = 1 < 2 && "x";\n```');
  assert.equal(code.querySelector('.bar span')!.textContent, 'ts');
  assert.ok(code.querySelector('button.copy'));
  assert.equal(code.querySelector('code')!.textContent, 'const a = 1 < 2 && "x";');
});

test('tables keep their alignment and scroll', () => {
  const table = shown('| a | b |\n|---|---:|\n| 1 | 2 |');
  assert.ok(table.querySelector('.scroll > table'));
  assert.equal(table.querySelectorAll('td')[1]!.getAttribute('data-align'), 'right');
});

function live(text: string, step = 3): HTMLElement {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  for (let end = step; end < text.length; end += step) view.update(text.slice(0, end), true);
  view.update(text, false);
  return host;
}

const LONG = `# Title

A paragraph with *emphasis* and \`code\`.
It goes on here.

- one
- two

  still two

1. first
2. second

Setext
======

| a | b |
|---|---|
| 1 | 2 |

\`\`\`python
def f(x):

    return "\`\`" + x
\`\`\`

> quoted
lazy

~~~
tilde

\`\`\`
~~~

See [the docs][d].

[d]: https://example.org/docs

The end.`;

test('a text that grew in any steps looks like the text at once', () => {
  const whole = shown(LONG).innerHTML;
  for (const step of [3, 11, 1000]) assert.equal(live(LONG, step).innerHTML, whole, `step ${step}`);
});

test('what is closed is not made again while the tail grows', () => {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  view.update('# Title\n\nFirst paragraph.\n\nSecond', true);
  const [title, first] = [host.children[0], host.children[1]];
  view.update('# Title\n\nFirst paragraph.\n\nSecond grows and grows.', true);
  view.update('# Title\n\nFirst paragraph.\n\nSecond grows and grows.\n\nThird', true);
  assert.equal(host.children[0], title);
  assert.equal(host.children[1], first);
  const second = host.children[2];
  view.update('# Title\n\nFirst paragraph.\n\nSecond grows and grows.\n\nThird.', false);
  assert.equal(host.children[2], second);
});

test('an open block of code is appended to, not made again', () => {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  view.update('```js\nlet a = 1;\n', true);
  const pre = host.querySelector('pre');
  view.update('```js\nlet a = 1;\nlet b = 2;\n', true);
  assert.equal(host.querySelector('pre'), pre);
  assert.equal(pre!.textContent, 'let a = 1;\nlet b = 2;\n');
});

test('a text that is replaced is shown anew', () => {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  view.update('One.\n\nTwo.\n\nThree', true);
  view.update('Quite another text.', false);
  assert.equal(host.textContent!.trim(), 'Quite another text.');
});

test('fences: open, closed, longer, other mark', () => {
  assert.deepEqual(openFence('```js\na'), { language: 'js', text: 'a' });
  assert.equal(openFence('```js\na\n```'), undefined);
  assert.ok(openFence('````\n```\n'));
  assert.ok(openFence('~~~\n```\n'));
  assert.equal(openFence('text\n```'), undefined);
  assert.equal(openFence('```js'), undefined);
});

test('the closed part never includes the last block', () => {
  for (let end = 1; end <= LONG.length; end++) {
    const length = closedLength(LONG.slice(0, end));
    assert.ok(length <= end);
  }
  assert.equal(closedLength('only one'), 0);
});

test('plain text for ears', () => {
  assert.equal(plain('**Hi** [there](http://a.b), `x`'), 'Hi there, x');
});

test('headings never skip a level', () => {
  const levels = (text: string) => [...shown(text).querySelectorAll('[aria-level]')].map(h => Number(h.getAttribute('aria-level')));
  assert.deepEqual(levels('### a\n\n###### b\n\n# c\n\n> #### d'), [2, 3, 2, 3]);
});

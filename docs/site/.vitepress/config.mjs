// The site is the repository: each Markdown file is a page under its own path, and a README is its folder's index.
// A link to any other file of the repository leads to where the repository is kept.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const read = (file) => readFileSync(resolve(root, file), 'utf8')
const repository = read('pom.xml').match(/<scm>\s*<url>(.+?)<\/url>/)[1]

const isPage = (file) => /^([A-Z]+|docs\/(guide\/.+|benchmarks\/README|comparison))\.md$/.test(file)
const address = (file) => file.replace(/(^|\/)README\.md$/, '$1index.md')

/** @returns where a link in a file leads on the site, or at the repository */
function destination(link, from) {
  if (/^([a-z]+:|#)/.test(link)) return link
  const [, path, anchor] = link.match(/^([^#]*)(.*)$/)
  const file = posix.join(posix.dirname(from), decodeURI(path))
  if (!existsSync(resolve(root, file))) throw new Error(`${from} leads to ${link}, which is not there`)
  if (isPage(file)) return `/${address(file)}${anchor}`
  return `${repository}/${statSync(resolve(root, file)).isDirectory() ? 'tree' : 'blob'}/HEAD/${file}${anchor}`
}

function repositoryLinks(markdown) {
  markdown.core.ruler.push('repository_links', ({ tokens, env }) => {
    const file = posix.relative(root, env.realPath ?? env.path)
    for (const token of tokens.flatMap((block) => block.children ?? [])) {
      const link = token.type === 'link_open' && !token.attrGet('class') && token.attrGet('href')
      if (link) token.attrSet('href', destination(link, file))
    }
  })
}

/** Pages stand outside of this folder, and are to find the packages in it. */
const packagesFromHere = {
  name: 'packages-from-here',
  enforce: 'pre',
  resolveId(id, importer, options) {
    if (/^vue(\/|$)/.test(id) && importer?.endsWith('.md')) return this.resolve(id, fileURLToPath(import.meta.url), options)
  },
}

const heading = (file) => read(file).match(/^# (.+)$/m)[1]
const capital = (text) => text[0].toUpperCase() + text.slice(1)

/** The sidebar has the chapters and the links of the guide's own index. */
const index = 'docs/guide/README.md'
const chapters = read(index).split(/^## /m).slice(1).map((chapter) => ({
  text: chapter.split('\n', 1)[0],
  items: [...chapter.matchAll(/\[(.+?)\]\((.+?)\)/g)].map(([, text, link]) => ({ text: capital(text), link: destination(link, index) })),
}))
const isJapanese = (item) => item.link.startsWith('/docs/guide/ja/')
const english = chapters.map(({ text, items }) => ({ text, items: items.filter((item) => !isJapanese(item)) }))
const japanese = {
  text: '日本語',
  items: chapters.flatMap(({ items }) => items.filter(isJapanese)).map(({ link }) => ({ text: heading(link.slice(1)), link })),
}

/** As GitHub makes them, so that one link serves there and here. */
const slugify = (title) => title.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replaceAll(' ', '-')

/** Words end at spaces and punctuation, and in Japanese where the platform says. It runs in the browser too, so it stands alone. */
const tokenize = (text) =>
  text.split(/[\s\p{P}\p{S}]+/u).flatMap((word) =>
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(word)
      ? Array.from(new Intl.Segmenter('ja', { granularity: 'word' }).segment(word), (part) => part.segment)
      : word)

const icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5" fill="none" stroke="#3451b2" stroke-width="3"/></svg>'

export default defineConfig({
  title: 'ddnskit',
  description: read('pom.xml').match(/<description>(.+?)<\/description>/)[1],
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: root,
  srcExclude: ['ddns-*/**', '**/target/**', 'docs/{examples,site}/**'],
  rewrites: address,
  outDir: 'target/site',
  cacheDir: 'target/cache',
  buildEnd({ pages }) {
    const listed = chapters.flatMap(({ items }) => items.map(({ link }) => link))
    const forgotten = pages.filter((page) => page.startsWith('docs/guide/') && page !== index && !listed.includes(`/${page}`))
    if (forgotten.length > 0) throw new Error(`${index} does not list ${forgotten.join(', ')}`)
  },
  markdown: { anchor: { slugify }, languageAlias: { ddclient: 'ini', inadyn: 'ini' }, config: repositoryLinks },
  vite: { plugins: [packagesFromHere] },
  locales: {
    root: { label: 'English', lang: 'en' },
    'docs/guide/ja': {
      label: '日本語',
      lang: 'ja',
      link: japanese.items[0].link.replace(/md$/, 'html'),
      themeConfig: {
        sidebar: [japanese, ...english],
        outline: { label: '目次' },
        docFooter: { prev: '前へ', next: '次へ' },
        sidebarMenuLabel: 'メニュー',
        returnToTopLabel: '先頭へ',
        darkModeSwitchLabel: '外観',
        langMenuLabel: '言語',
      },
    },
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/docs/guide/', activeMatch: '^/docs/' },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    sidebar: english,
    outline: 'deep',
    socialLinks: [{ icon: 'github', link: repository }],
    // one page has not the same name, or is not there, in the other language: pages name their translation themselves
    i18nRouting: false,
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize } },
        locales: {
          'docs/guide/ja': {
            translations: {
              button: { buttonText: '検索', buttonAriaLabel: '検索' },
              modal: {
                noResultsText: '見つかりません：',
                footer: { selectText: '開く', navigateText: '移動', closeText: '閉じる' },
              },
            },
          },
        },
      },
    },
  },
})

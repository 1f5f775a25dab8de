// Says that mail has come; the list itself changes only when somebody asks for it.
const news = document.getElementById('news')

async function look() {
  const { newest, to } = news.dataset
  const query = new URLSearchParams({ after: newest, limit: '50', ...(to && { to }) })
  try {
    const letters = await (await fetch(`/messages?${query}`)).json()
    if (letters.length === 0 || news.dataset.seen === letters[0].id) return
    news.dataset.seen = letters[0].id
    const link = document.createElement('a')
    link.href = location.href
    link.className = 'textlink'
    link.textContent =
      letters.length === 1 ? '1 new letter. Show it' : `${letters.length} new letters. Show them`
    news.replaceChildren(link)
  } catch {
    // The simulator is being restarted; the next look will tell.
  }
}

if (news) setInterval(() => document.visibilityState === 'visible' && void look(), 3_000)

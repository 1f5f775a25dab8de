import './styles/portal.scss'
document.getElementById('root')!.textContent = 'x'

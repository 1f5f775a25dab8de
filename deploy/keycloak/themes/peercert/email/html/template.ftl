<#macro emailLayout>
<!doctype html>
<html lang="${locale.language}">
<head><meta charset="utf-8"><title>${msg("programName")}</title></head>
<body style="background:#fff;color:#1c1d1f;font:17px/26px system-ui,sans-serif;margin:0;padding:16px">
<div style="max-width:600px">
<p style="font-size:15px;margin:0 0 24px">${msg("programName")}</p>
<#nested>
</div>
</body>
</html>
</#macro>

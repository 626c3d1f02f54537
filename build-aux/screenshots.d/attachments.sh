# SPDX-License-Identifier: GPL-3.0-or-later
# What goes along with questions. Used by build-aux/screenshots.

# Something to attach: a picture, another one, a text, and a PDF of one page.
make_files () {
  sea=$work/sea.jpg portrait=$work/moon.png notes=$work/notes.txt tides=$work/tides.pdf
  convert -size 900x600 gradient:'#99c1f1-#1a5fb4' -fill '#f9f06b' -draw 'circle 680,150 680,220' "$sea"
  convert -size 400x900 radial-gradient:'#f6f5f4-#241f31' "$portrait"
  printf 'High water at noon, low water at six.\n' > "$notes"
  cat > "$tides" <<'TEXT'
%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >> endobj
4 0 obj << /Length 44 >>
stream
BT /F1 24 Tf 72 720 Td (Of the tides) Tj ET 
endstream
endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Size 6 /Root 1 0 R >>
TEXT
}

# attachments NAME SCHEME WIDTH: in an answered question, one of them lost, and in the draft of the next one.
attachments () {
  prepare "$1" "$2" "$3" demo/echo
  "$cli" --data-dir "$data" ask --attach "$sea" --attach "$portrait" --attach "$notes" --attach "$tides" \
    'What is in these?' >"$work/log"
  python3 - "$data" <<'PYTHON'
import json, pathlib, sqlite3, sys
data = pathlib.Path(sys.argv[1])
with sqlite3.connect(data / 'ponder.db') as db:
    rows = db.execute('SELECT kind, name, media_type, digest FROM parts WHERE digest IS NOT NULL ORDER BY place')
    parts = [dict(zip(('kind', 'name', 'media_type', 'digest'), row)) for row in rows]
    lost = next(part for part in parts if part['name'] == 'moon.png')
    (data / 'attachments' / lost['digest'][:2] / lost['digest']).unlink()
    parts.remove(lost)
    session, = db.execute('SELECT id FROM sessions').fetchone()
    db.execute('INSERT INTO choices VALUES (?, ?)', ('draft-parts/' + session, json.dumps(parts)))
    db.execute('UPDATE sessions SET draft = ?', ('And how do they go together?',))
PYTHON
  start
  sleep 1
  shoot "$1"
  finish
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""ask --attach: what is sent, what is refused, and what is kept."""

import base64
import hashlib
import struct
import zlib

import mock
from harness import check, equal, main, test


def png(width=3, height=2):
    """A small grey picture."""
    def chunk(name, data):
        return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
    rows = zlib.compress((b'\0' + b'\x80' * width) * height)
    head = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', rows) + chunk(b'IEND', b'')


def pdf(words):
    drawing = f'BT /F1 24 Tf 72 720 Td ({words}) Tj ET'.encode()
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R'
               b' /Resources << /Font << /F1 5 0 R >> >> >>',
               b'<< /Length %d >>\nstream\n%s\nendstream' % (len(drawing), drawing),
               b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
    file, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    table = b''.join(b'%010d 00000 n \n' % place for place in places)
    return (file + b'xref\n0 6\n0000000000 65535 f \n' + table
            + b'trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % len(file))


def put(home, name, data):
    path = home.folder / name
    path.write_bytes(data)
    return str(path)


def kept(home):
    folder = home.data / 'attachments'
    return sorted(path.name for path in folder.rglob('*') if path.is_file() and not path.name.startswith('.'))


@test
def pictures_texts_and_pdfs_go_along(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        picture = png()
        asked = home.run('ask', '-m', 'mock/one', '--attach', put(home, 'sea.txt', picture),
                         '--attach', put(home, '注.png', '潮汐'.encode('gb18030')),
                         '--attach', put(home, 'tides.pdf', pdf('the moon pulls')), 'What is this?')
        equal((asked.status, asked.out), (0, 'seen\n'), asked.err)
        words, image = server.requests[0]['messages'][-1]['content']
        equal(words['text'], 'What is this?\n\n<file name="注.png">\n潮汐\n</file>\n\n'
              '<file name="tides.pdf">\nthe moon pulls\n</file>')
        equal(image['image_url']['url'], 'data:image/png;base64,' + base64.b64encode(picture).decode())
        check(hashlib.sha256(picture).hexdigest() in kept(home))
        equal(len(kept(home)), 3)


@test
def the_next_question_has_the_picture_with_it_and_it_is_kept_once(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        path = put(home, 'sea.png', png())
        asked = home.run('ask', '-m', 'mock/one', '--json', '--attach', path, 'What?').json()
        home.run('ask', '--no-cache', '--session', asked['session'], '--attach', path, 'And now?')
        messages = server.requests[1]['messages']
        equal([type(message['content']) for message in messages], [list, str, list])
        equal(len(kept(home)), 1)
        shown = home.run('sessions', 'show', asked['session'])
        check('What?\n[sea.png]\n' in shown.out, shown.out)


@test
def a_picture_alone_is_a_question(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--attach', put(home, 'sea.png', png()), text='')
        equal(asked.status, 0, asked.err)
        equal([part['type'] for part in server.requests[0]['messages'][-1]['content']], ['image_url'])
        # What is in it is only known from the answer.
        check('seen' in home.run('sessions', 'list').out)


@test
def what_cannot_be_sent_is_refused_by_name_before_anything_is_asked(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        for name, data, words in (('a.zip', b'PK\x03\x04\0\0\0\0', 'neither a picture, nor text, nor a PDF'),
                                  ('a.pdf', b'%PDF-1.4 nothing', 'is damaged'),
                                  ('a.png', png()[:40], 'is damaged'),
                                  ('a.txt', b'', 'is empty'),
                                  ('b.txt', b'x' * (1024 * 1024 + 1), 'longer than 1 MB')):
            asked = home.run('ask', '-m', 'mock/one', '--attach', put(home, name, data), 'What?')
            equal(asked.status, 2, name)
            check(name in asked.err and words in asked.err, asked.err)
        for path in (str(home.folder), '/dev/zero', str(home.folder / 'gone.png')):
            asked = home.run('ask', '-m', 'mock/one', '--attach', path, 'What?')
            equal(asked.status, 2, path)
            check(path.rsplit('/', 1)[1] in asked.err, asked.err)
        equal(server.requests, [])
        equal(home.run('sessions', 'list', '--json').json(), [])


@test
def a_lost_picture_is_told_to_the_model_and_the_chat_goes_on(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--json', '--attach', put(home, 'sea.png', png()), 'What?').json()
        for path in (home.data / 'attachments').rglob('*'):
            if path.is_file():
                path.unlink()
        again = home.run('ask', '--session', asked['session'], 'And now?')
        equal(again.status, 0, again.err)
        equal(server.requests[1]['messages'][0]['content'], 'What?\n\n[The attached picture “sea.png” is missing.]')


@test
def of_a_question_that_is_not_kept_no_file_is_kept(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--session', 'none', '--attach', put(home, 'sea.png', png()), 'What?')
        equal(asked.status, 0, asked.err)
        equal(server.requests[0]['messages'][-1]['content'][1]['type'], 'image_url')
        equal(kept(home), [])


@test
def the_same_picture_is_answered_from_the_cache_and_another_is_not(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        for picture, cached in ((png(), False), (png(), True), (png(4, 4), False)):
            asked = home.run('ask', '-m', 'mock/one', '--json', '--attach', put(home, 'sea.png', picture), 'What?')
            equal(asked.json()['cached'], cached, asked.err)
        equal(len(server.requests), 2)


@test
def a_scan_is_warned_of(home):
    with mock.Server(mock.saying('seen')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--attach', put(home, 'scan.pdf', pdf('')), 'What?')
        check('scan.pdf' in asked.err and 'no text' in asked.err, asked.err)


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""llama.cpp from Debian's newest packages, unpacked into the cache folder: no root is needed.

apt does the work with a configuration of its own: it finds the packages on the mirror that this
machine already uses, checks their signatures, and picks up a broken download where it stopped.
"""

import os
import shutil
import subprocess

import place

SUITE = 'sid'
PACKAGES = ['llama.cpp-tools', 'libggml0']
KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
MEGABYTES = 250


def root():
    return place.folder() / 'engine'


def is_here():
    return (root() / 'usr/bin/llama-server').exists()


def fetch():
    if is_here():
        return
    for program in ('apt-get', 'dpkg-deb'):
        place.need_program(program, 'fetch llama-server from Debian')
    place.need_space(MEGABYTES)

    apt = place.folder() / 'apt'
    environment = dict(os.environ, APT_CONFIG=str(configure_apt(apt)), LC_ALL='C.UTF-8')
    place.say(f'looking up llama-server in Debian {SUITE} …')
    place.run(['apt-get', 'update'], 'read the package list', env=environment)
    place.say('fetching packages …')
    place.run(['apt-get', 'install', '--download-only', '--no-install-recommends', '--yes',
               *PACKAGES], 'fetch the packages', env=environment)
    unpack(sorted((apt / 'cache/archives').glob('*.deb')))
    shutil.rmtree(apt)
    place.say(version())


def configure_apt(apt):
    """An apt that thinks nothing is installed, so that it fetches every library that is needed."""
    for part in ('state/lists/partial', 'cache/archives/partial'):
        (apt / part).mkdir(parents=True, exist_ok=True)
    (apt / 'status').touch()
    signed = f'[signed-by={KEYRING}] ' if os.path.exists(KEYRING) else ''
    (apt / 'sources.list').write_text(f'deb {signed}{mirror()} {SUITE} main\n', encoding='utf-8')
    configuration = apt / 'apt.conf'
    configuration.write_text(
        f'Dir::State "{apt}/state";\n'
        f'Dir::State::status "{apt}/status";\n'
        f'Dir::Cache "{apt}/cache";\n'
        f'Dir::Etc::SourceList "{apt}/sources.list";\n'
        'Dir::Etc::SourceParts "-";\n'
        'APT::Sandbox::User "root";\n'
        'Acquire::Languages "none";\n', encoding='utf-8')
    return configuration


def mirror():
    """The Debian mirror that this machine is set up with."""
    lines = place.run(['apt-get', 'indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(REPO_URI)',
                       'Created-By: Packages'], 'read the sources of apt').splitlines()
    for line in lines:
        origin, label, uri = line.split('|', 2)
        if origin == 'Debian' and label == 'Debian':
            return uri
    raise place.Problem('apt knows no Debian mirror; run “apt-get update” once, or install '
                        'llama-server yourself')


def unpack(packages):
    place.say(f'unpacking {len(packages)} packages …')
    partial = place.folder() / 'engine.part'
    shutil.rmtree(partial, ignore_errors=True)
    for package in packages:
        place.run(['dpkg-deb', '-x', str(package), str(partial)], f'unpack {package.name}')
    for unneeded in ('usr/share', 'etc', 'var'):
        shutil.rmtree(partial / unneeded, ignore_errors=True)
    shutil.rmtree(root(), ignore_errors=True)
    partial.rename(root())


def command(program):
    """The words that start @program with its own loader and its own libraries."""
    loader = next(iter(sorted(root().glob('usr/lib*/ld-linux*.so*')) +
                       sorted(root().glob('usr/lib/*/ld-linux*.so*'))), None)
    if loader is None:
        raise place.Problem(f'{root()} holds no loader; remove the folder and fetch again')
    paths = [libraries() / part for part in ('', 'llama', 'ggml', 'blas', 'lapack')]
    return [str(loader), '--library-path', ':'.join(str(path) for path in paths),
            str(root() / 'usr/bin' / program)]


def libraries():
    return next(iter(sorted(root().glob('usr/lib/*-linux-gnu*'))))


def home():
    """ggml looks for its processor-specific parts in the folder that it is started from."""
    return next(iter(sorted(libraries().glob('ggml/backends*'))), libraries())


def version():
    done = subprocess.run([*command('llama-server'), '--version'], cwd=home(), text=True,
                          capture_output=True, stdin=subprocess.DEVNULL)
    lines = (done.stdout + done.stderr).splitlines()
    return next((line.strip() for line in lines if 'version' in line),
                'llama-server, unknown version')

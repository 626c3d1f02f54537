/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of types that other headers may mention without including their owner. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PonderCountdown       PonderCountdown;
typedef struct _PonderFault           PonderFault;
typedef struct _PonderMessage         PonderMessage;
typedef struct _PonderModelConfig     PonderModelConfig;
typedef struct _PonderModelInfo       PonderModelInfo;
typedef struct _PonderPart            PonderPart;
typedef struct _PonderProviderConfig  PonderProviderConfig;
typedef struct _PonderSession         PonderSession;
typedef struct _PonderUsage           PonderUsage;

typedef struct _PonderHttp            PonderHttp;
typedef struct _PonderHttpCall        PonderHttpCall;

typedef struct _PonderDecoder         PonderDecoder;
typedef struct _PonderDelta           PonderDelta;
typedef struct _PonderDialect         PonderDialect;
typedef struct _PonderErrorClassifier PonderErrorClassifier;
typedef struct _PonderProviderPreset  PonderProviderPreset;
typedef struct _PonderRequest         PonderRequest;

typedef struct _PonderCacheFile       PonderCacheFile;
typedef struct _PonderStore           PonderStore;

typedef struct _PonderCache           PonderCache;
typedef struct _PonderBatch           PonderBatch;
typedef struct _PonderReply           PonderReply;
typedef struct _PonderService         PonderService;

typedef struct _PonderDemoServer      PonderDemoServer;

typedef struct _PonderKeyring         PonderKeyring;
typedef struct _PonderSearch          PonderSearch;
typedef struct _PonderSessionList     PonderSessionList;
typedef struct _PonderSettings        PonderSettings;
typedef struct _PonderTimeline        PonderTimeline;
typedef struct _PonderTurn            PonderTurn;
typedef struct _PonderWorkspace       PonderWorkspace;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, where, and what to do: travels beside a GError, is stored with a failed
 * message. */

#pragma once

#include "ponder-error.h"

G_BEGIN_DECLS

#define PONDER_TYPE_FAULT (ponder_fault_get_type ())

typedef enum
{
  PONDER_SEVERITY_INFO,
  PONDER_SEVERITY_WARNING,
  PONDER_SEVERITY_ERROR,
  PONDER_SEVERITY_CRITICAL,
} PonderSeverity;

/* What lies behind it, where the category alone would send a person the wrong way. */
typedef enum
{
  PONDER_CAUSE_UNKNOWN,
  PONDER_CAUSE_ADDRESS,         /* nothing of ours answers there */
  PONDER_CAUSE_CLOSED,          /* the connection ended before an answer began */
  PONDER_CAUSE_LOADING,         /* the model is not in memory yet */
  PONDER_CAUSE_NAME,            /* no server has this name */
  PONDER_CAUSE_OFFLINE,         /* names cannot be looked up now */
  PONDER_CAUSE_PAGE,            /* a web page in place of an answer */
  PONDER_CAUSE_PLAIN_SERVER,    /* https:// was asked of a server without TLS */
  PONDER_CAUSE_PROXY_LOGIN,
  PONDER_CAUSE_REDIRECT,        /* the server sends on; `reason` is the other host */
  PONDER_CAUSE_NO_SEARCH,       /* no server is named that searches the web */
  PONDER_CAUSE_SEARCH_FORMAT,   /* a server that searches the web gives pages only */
  PONDER_CAUSE_SIGN_IN,         /* the network wants a login on a web page */
  PONDER_CAUSE_TLS_SERVER,      /* http:// was asked of a server with TLS */
  PONDER_N_CAUSES
} PonderFaultCause;

/* Reference counted; do not change it once it is shared. Strings are nullable unless noted. Nothing
 * in it may hold a key: whoever fills `details` passes it through ponder_redact() first. */
struct _PonderFault
{
  PonderErrorCode category;
  char           *operation;    /* "chat", "models", "open database", never NULL */
  char           *provider;     /* provider id */
  char           *model;
  char           *family;       /* whose words fit: "openai", "gemini", ...; NULL for any server */
  char           *message;      /* our own sentence when the category says too little */
  char           *host;         /* "api.openai.com:443", a path, or whatever the fault is about */
  char           *details;      /* the server's own words, redacted */
  char           *reason;       /* the server's own short reason, redacted */
  char           *parameter;    /* the setting of the request that was refused */
  char           *request_id;
  PonderFaultCause cause;
  gint64          context_size; /* tokens that the loaded model holds, 0 when nobody said */
  guint           status;       /* HTTP status, 0 for none */
  double          retry_after;  /* seconds; negative when nobody said */
  gint64          time;         /* seconds since 1970; ponder_fault_new() sets it to now */
  guint           retryable : 1;
  guint           local : 1;    /* the server runs on this computer or this network */
  guint           certificate : 1;  /* network: it was the server's certificate */
  guint           truncated : 1;    /* network: a part of the answer had come */
};

GType           ponder_fault_get_type         (void) G_GNUC_CONST;
PonderFault    *ponder_fault_new              (PonderErrorCode     category,
                                               const char         *operation);
PonderFault    *ponder_fault_ref              (PonderFault        *self);
void            ponder_fault_unref            (PonderFault        *self);

/* The fault inside @error, or one made from its domain and code (G_IO_ERROR, G_RESOLVER_ERROR and
 * G_TLS_ERROR become network, timeout or cancelled; files and full disks become store). @error's
 * words are kept, redacted, as details. (transfer full) */
PonderFault    *ponder_fault_new_from_error   (const GError       *error,
                                               const char         *operation);

PonderSeverity  ponder_fault_get_severity     (PonderFault        *self);
const char     *ponder_severity_to_string     (PonderSeverity      severity);

/* Words for people, translated, all made in ponder-fault-text.c; never NULL. The title is the
 * message when there is one. The place is the host when neither provider nor model is known, or
 * empty. (transfer full) */
char           *ponder_fault_dup_title        (PonderFault        *self);  /* "Too many requests" */
char           *ponder_fault_dup_place        (PonderFault        *self);  /* "openai · gpt-4o" */
char           *ponder_fault_dup_suggestion   (PonderFault        *self);  /* may be empty */
/* "Try again in 3 h" when the server asked for a minute or more of which something is left at @now, in
 * seconds since 1970; else empty. */
char           *ponder_fault_dup_wait         (PonderFault        *self,
                                               gint64              now);
char           *ponder_fault_dup_sentences    (PonderFault        *self);  /* title and suggestion */
char           *ponder_fault_dup_report       (PonderFault        *self);  /* for "copy details" */
char           *ponder_fault_dup_summary      (PonderFault        *self);  /* one line */

/* For the database: a JSON object. */
char           *ponder_fault_serialize        (PonderFault        *self);
PonderFault    *ponder_fault_deserialize      (const char         *json,
                                               GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderFault, ponder_fault_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, where, and what to do: its making, sharing and storing. */

#include "config.h"

#include "ponder-fault.h"

#include "ponder-json.h"
#include "ponder-redact.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (PonderFault, ponder_fault, ponder_fault_ref, ponder_fault_unref)

PonderFault *
ponder_fault_new (PonderErrorCode  category,
                  const char      *operation)
{
  PonderFault *self = g_atomic_rc_box_new0 (PonderFault);

  self->category = category;
  self->operation = g_strdup (operation != NULL ? operation : "");
  self->retry_after = -1;
  self->time = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

PonderFault *
ponder_fault_ref (PonderFault *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
fault_clear (gpointer data)
{
  PonderFault *self = data;

  g_free (self->operation);
  g_free (self->provider);
  g_free (self->model);
  g_free (self->family);
  g_free (self->message);
  g_free (self->host);
  g_free (self->details);
  g_free (self->reason);
  g_free (self->parameter);
  g_free (self->request_id);
}

void
ponder_fault_unref (PonderFault *self)
{
  g_atomic_rc_box_release_full (self, fault_clear);
}

static PonderErrorCode
category_of_io_error (int code)
{
  if (code == G_IO_ERROR_CANCELLED)
    return PONDER_ERROR_CANCELLED;
  if (code == G_IO_ERROR_TIMED_OUT)
    return PONDER_ERROR_TIMEOUT;
  if (code == G_IO_ERROR_NO_SPACE)
    return PONDER_ERROR_STORE_FULL;
  if (code == G_IO_ERROR_NOT_FOUND || code == G_IO_ERROR_EXISTS ||
      code == G_IO_ERROR_IS_DIRECTORY || code == G_IO_ERROR_NOT_DIRECTORY ||
      code == G_IO_ERROR_NOT_REGULAR_FILE || code == G_IO_ERROR_READ_ONLY ||
      code == G_IO_ERROR_FILENAME_TOO_LONG || code == G_IO_ERROR_TOO_MANY_OPEN_FILES)
    return PONDER_ERROR_STORE;
  return PONDER_ERROR_NETWORK;
}

static PonderErrorCode
category_of (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return category_of_io_error (error->code);
  if (error->domain == G_RESOLVER_ERROR || error->domain == G_TLS_ERROR)
    return PONDER_ERROR_NETWORK;
  if (error->domain == G_FILE_ERROR)
    return error->code == G_FILE_ERROR_NOSPC ? PONDER_ERROR_STORE_FULL : PONDER_ERROR_STORE;
  return PONDER_ERROR_UNKNOWN;
}

/* A name that does not exist and a certificate that is not trusted stay so. */
static gboolean
is_worth_retrying (PonderErrorCode  category,
                   const GError    *error)
{
  if (category == PONDER_ERROR_TIMEOUT)
    return TRUE;
  return category == PONDER_ERROR_NETWORK && error->domain != G_TLS_ERROR &&
         !g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND);
}

PonderFault *
ponder_fault_new_from_error (const GError *error,
                             const char   *operation)
{
  PonderFault *self;

  g_return_val_if_fail (error != NULL, NULL);

  if (ponder_error_get_fault (error) != NULL)
    return ponder_fault_ref (ponder_error_get_fault (error));

  if (error->domain == PONDER_ERROR)
    {
      self = ponder_fault_new (error->code, operation);
      self->message = ponder_redact (error->message, NULL);
      return self;
    }

  self = ponder_fault_new (category_of (error), operation);
  self->details = ponder_redact (error->message, NULL);
  self->retryable = is_worth_retrying (self->category, error);
  self->certificate = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  return self;
}

PonderSeverity
ponder_fault_get_severity (PonderFault *self)
{
  switch (self->category)
    {
    case PONDER_ERROR_CANCELLED:
      return PONDER_SEVERITY_INFO;
    case PONDER_ERROR_RATE_LIMIT:
    case PONDER_ERROR_TIMEOUT:
    case PONDER_ERROR_CONTENT_FILTER:
      return PONDER_SEVERITY_WARNING;
    case PONDER_ERROR_STORE:
    case PONDER_ERROR_STORE_TOO_NEW:
    case PONDER_ERROR_STORE_FULL:
      return PONDER_SEVERITY_CRITICAL;
    case PONDER_ERROR_NETWORK:
    case PONDER_ERROR_AUTHENTICATION:
    case PONDER_ERROR_PERMISSION:
    case PONDER_ERROR_BILLING:
    case PONDER_ERROR_INVALID_REQUEST:
    case PONDER_ERROR_CONTEXT_LENGTH:
    case PONDER_ERROR_MODEL_NOT_FOUND:
    case PONDER_ERROR_SERVER:
    case PONDER_ERROR_MALFORMED:
    case PONDER_ERROR_UNKNOWN:
    case PONDER_ERROR_KEYRING:
      return PONDER_SEVERITY_ERROR;
    }
  return PONDER_SEVERITY_ERROR;
}

const char *
ponder_severity_to_string (PonderSeverity severity)
{
  switch (severity)
    {
    case PONDER_SEVERITY_INFO:
      return "info";
    case PONDER_SEVERITY_WARNING:
      return "warning";
    case PONDER_SEVERITY_ERROR:
      return "error";
    case PONDER_SEVERITY_CRITICAL:
      return "critical";
    }
  return "error";
}

/* The members that are strings or nothing, by name, for both directions. */
typedef struct
{
  const char *name;
  gsize offset;
} StringMember;

static const StringMember string_members[] = {
  { "provider", G_STRUCT_OFFSET (PonderFault, provider) },
  { "model", G_STRUCT_OFFSET (PonderFault, model) },
  { "family", G_STRUCT_OFFSET (PonderFault, family) },
  { "message", G_STRUCT_OFFSET (PonderFault, message) },
  { "host", G_STRUCT_OFFSET (PonderFault, host) },
  { "details", G_STRUCT_OFFSET (PonderFault, details) },
  { "reason", G_STRUCT_OFFSET (PonderFault, reason) },
  { "parameter", G_STRUCT_OFFSET (PonderFault, parameter) },
  { "request_id", G_STRUCT_OFFSET (PonderFault, request_id) },
};

static const char *const cause_names[PONDER_N_CAUSES] = {
  [PONDER_CAUSE_UNKNOWN] = "",
  [PONDER_CAUSE_ADDRESS] = "address",
  [PONDER_CAUSE_CLOSED] = "closed",
  [PONDER_CAUSE_LOADING] = "loading",
  [PONDER_CAUSE_NAME] = "name",
  [PONDER_CAUSE_OFFLINE] = "offline",
  [PONDER_CAUSE_PAGE] = "page",
  [PONDER_CAUSE_PLAIN_SERVER] = "plain_server",
  [PONDER_CAUSE_PROXY_LOGIN] = "proxy_login",
  [PONDER_CAUSE_REDIRECT] = "redirect",
  [PONDER_CAUSE_NO_SEARCH] = "no_search",
  [PONDER_CAUSE_SEARCH_FORMAT] = "search_format",
  [PONDER_CAUSE_SIGN_IN] = "sign_in",
  [PONDER_CAUSE_TLS_SERVER] = "tls_server",
};

static PonderFaultCause
cause_from_string (const char *name)
{
  for (int cause = PONDER_CAUSE_UNKNOWN; cause < PONDER_N_CAUSES; cause++)
    {
      if (g_strcmp0 (cause_names[cause], name) == 0)
        return cause;
    }
  return PONDER_CAUSE_UNKNOWN;
}

char *
ponder_fault_serialize (PonderFault *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "category", ponder_error_code_to_string (self->category));
  json_object_set_string_member (object, "operation", self->operation);
  for (gsize i = 0; i < G_N_ELEMENTS (string_members); i++)
    {
      const char *value = G_STRUCT_MEMBER (char *, self, string_members[i].offset);

      if (value != NULL)
        json_object_set_string_member (object, string_members[i].name, value);
    }
  if (self->cause != PONDER_CAUSE_UNKNOWN)
    json_object_set_string_member (object, "cause", cause_names[self->cause]);
  if (self->context_size > 0)
    json_object_set_int_member (object, "context_size", self->context_size);
  json_object_set_int_member (object, "status", self->status);
  json_object_set_int_member (object, "time", self->time);
  if (isfinite (self->retry_after) && self->retry_after >= 0)
    json_object_set_double_member (object, "retry_after", self->retry_after);
  json_object_set_boolean_member (object, "retryable", self->retryable);
  json_object_set_boolean_member (object, "local", self->local);
  json_object_set_boolean_member (object, "certificate", self->certificate);
  json_object_set_boolean_member (object, "truncated", self->truncated);
  return ponder_json_take_to_string (object);
}

PonderFault *
ponder_fault_deserialize (const char  *json,
                          GError     **error)
{
  g_autoptr(JsonObject) object = NULL;
  const char *category;
  PonderFault *self;
  gint64 number;

  if (!(object = ponder_json_parse_object (json, -1, error)))
    return NULL;

  category = ponder_json_get_string (object, "category");
  self = ponder_fault_new (ponder_error_code_from_string (category),
                           ponder_json_get_string (object, "operation"));
  for (gsize i = 0; i < G_N_ELEMENTS (string_members); i++)
    G_STRUCT_MEMBER (char *, self, string_members[i].offset) =
      g_strdup (ponder_json_get_string (object, string_members[i].name));
  self->cause = cause_from_string (ponder_json_get_string (object, "cause"));
  ponder_json_get_int (object, "context_size", &self->context_size);
  if (ponder_json_get_int (object, "status", &number) && number > 0 && number < 1000)
    self->status = (guint) number;
  ponder_json_get_int (object, "time", &self->time);
  ponder_json_get_double (object, "retry_after", &self->retry_after);
  self->retryable = ponder_json_get_boolean (object, "retryable", FALSE);
  self->local = ponder_json_get_boolean (object, "local", FALSE);
  self->certificate = ponder_json_get_boolean (object, "certificate", FALSE);
  self->truncated = ponder_json_get_boolean (object, "truncated", FALSE);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers are trusted: those that this computer trusts, and those of a file. */

#include "config.h"

#include "ponder-certificates.h"

#include "ponder-error.h"

#include <glib/gi18n.h>

/* GIO has no database of two sources: a file of certificates would replace those of the computer, and a
 * server that moves to a certificate of a public authority would be refused. Used from any thread. */
struct _PonderCertificates
{
  GTlsDatabase  parent_instance;

  GTlsDatabase *system;
  GTlsDatabase *own;
};

G_DEFINE_FINAL_TYPE (PonderCertificates, ponder_certificates, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
ponder_certificates_verify_chain (GTlsDatabase             *database,
                                  GTlsCertificate          *chain,
                                  const char               *purpose,
                                  GSocketConnectable       *identity,
                                  GTlsInteraction          *interaction,
                                  GTlsDatabaseVerifyFlags   flags,
                                  GCancellable             *cancellable,
                                  GError                  **error)
{
  PonderCertificates *self = PONDER_CERTIFICATES (database);
  g_autoptr(GError) system_error = NULL;
  GTlsCertificateFlags problems;

  problems = g_tls_database_verify_chain (self->system, chain, purpose, identity, interaction, flags,
                                          cancellable, &system_error);
  if (system_error == NULL && (problems & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0)
    return problems;

  return g_tls_database_verify_chain (self->own, chain, purpose, identity, interaction, flags,
                                      cancellable, error);
}

static void
ponder_certificates_finalize (GObject *object)
{
  PonderCertificates *self = PONDER_CERTIFICATES (object);

  g_clear_object (&self->system);
  g_clear_object (&self->own);

  G_OBJECT_CLASS (ponder_certificates_parent_class)->finalize (object);
}

static void
ponder_certificates_class_init (PonderCertificatesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_certificates_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = ponder_certificates_verify_chain;
}

static void
ponder_certificates_init (PonderCertificates *self)
{
}

GTlsDatabase *
ponder_certificates_new (GTlsDatabase *system,
                         GTlsDatabase *own)
{
  PonderCertificates *self = g_object_new (PONDER_TYPE_CERTIFICATES, NULL);

  self->system = g_object_ref (system);
  self->own = g_object_ref (own);
  return G_TLS_DATABASE (self);
}

/* A database is made of a file without any certificate just as well; so they are counted first. */
static GTlsDatabase *
load_file (const char  *path,
           GError     **error)
{
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) reason = NULL;
  GList *certificates = g_tls_certificate_list_new_from_file (path, &reason);

  if (certificates != NULL)
    database = g_tls_file_database_new (path, &reason);
  g_list_free_full (certificates, g_object_unref);
  if (database != NULL)
    return g_steal_pointer (&database);

  /* Translators: the path of a file; what went wrong. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
               _("The certificates of “%s” cannot be used: %s"), path,
               reason != NULL ? reason->message : _("there are none in it"));
  return NULL;
}

GTlsDatabase *
ponder_certificates_load (const char  *ca_file,
                          GError     **error)
{
  g_autoptr(GTlsDatabase) system = NULL;
  g_autoptr(GTlsDatabase) own = NULL;

  if (ca_file != NULL && !(own = load_file (ca_file, error)))
    return NULL;

  system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  if (system != NULL && own != NULL)
    return ponder_certificates_new (system, own);
  /* The backend has none, and has logged why, when the computer's own cannot be read. */
  if (system == NULL && own == NULL)
    g_propagate_error (error, ponder_certificates_new_error (G_TLS_CERTIFICATE_UNKNOWN_CA));
  return own != NULL ? g_steal_pointer (&own) : g_steal_pointer (&system);
}

/* The first that holds is what a person can do something about. */
static const struct
{
  GTlsCertificateFlags  flag;
  const char           *words;
} problem_words[] = {
  { G_TLS_CERTIFICATE_NOT_ACTIVATED,
    N_("The server’s certificate is not valid yet. Is the clock of this computer right?") },
  { G_TLS_CERTIFICATE_EXPIRED,
    N_("The server’s certificate has expired. Is the clock of this computer right?") },
  { G_TLS_CERTIFICATE_REVOKED, N_("The server’s certificate was revoked") },
  { G_TLS_CERTIFICATE_INSECURE, N_("The server’s certificate is of a kind that is not secure") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_("The server’s certificate is from nobody that this computer trusts") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("The server’s certificate is for another name") },
};

GError *
ponder_certificates_new_error (GTlsCertificateFlags problems)
{
  const char *words = N_("The server’s certificate is not valid");

  for (guint i = 0; i < G_N_ELEMENTS (problem_words); i++)
    if ((problems & problem_words[i].flag) != 0)
      {
        words = problem_words[i].words;
        break;
      }
  return g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, _(words));
}

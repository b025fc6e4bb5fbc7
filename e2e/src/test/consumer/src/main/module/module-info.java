/** The same program as a named module. */
module org.example.consumer {
    requires org.sgxra.verifier;
}

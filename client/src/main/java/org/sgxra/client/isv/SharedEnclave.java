package org.sgxra.client.isv;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import org.sgxra.client.Enclave;

/** An enclave for many threads: a call waits until there is room, where the enclave itself would fail (docs/spec/sdk-api.md section 8). */
final class SharedEnclave {
    /** Less than TCSNum of enclave/Enclave.config.xml. */
    private static final int THREADS = 8;

    private SharedEnclave() {}

    /** The same enclave, entered by {@value #THREADS} threads at most; every method is passed on as it is. */
    static Enclave of(Enclave enclave) {
        Semaphore room = new Semaphore(THREADS, true);
        return (Enclave) Proxy.newProxyInstance(
                SharedEnclave.class.getClassLoader(), new Class<?>[] {Enclave.class}, (proxy, method, arguments) -> {
                    room.acquireUninterruptibly();
                    try {
                        return method.invoke(enclave, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        room.release();
                    }
                });
    }
}
